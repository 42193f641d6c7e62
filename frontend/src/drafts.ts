// Nothing a person typed is lost: a form with data-draft="NAME" is kept on this device while it is written,
// sent when the network is back, offered again when it never arrived, and forgotten once the server has it.
//
// The page gives: form[data-draft], inside it [data-draft-status] (a live region) and input[name=draft_key];
// and, on the page that follows, [data-saved-key=KEY] when the server has stored the writing sent with that key.

import { type Draft, forget, forgetAll, forgetOld, forgetSaved, keep, read } from "./store";

type Box = HTMLInputElement | HTMLTextAreaElement;

const TYPED = new Set(["text", "email", "tel", "url", "search", "number"]);
const WAIT = 400; // milliseconds after the last key

export function startDrafts(part: ParentNode): void {
  forgetSaved(savedKeys(part));
  forgetOld(new Date());
  forms(part, "form[data-draft]").forEach(watch);
  // Signing out of a shared computer leaves nothing behind.
  forms(part, "form[data-forget-drafts]").forEach((form) => form.addEventListener("submit", forgetAll));
}

function watch(form: HTMLFormElement): void {
  const name = form.dataset["draft"];
  if (!name || form.dataset["draftWatched"]) return;
  form.dataset["draftWatched"] = "yes";
  const atStart = values(form);
  const writing = { key: newKey(), sent: false };
  let timer = 0;

  const keepNow = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    setKey(form, writing.key);
    const kept = keep(name, { ...writing, values: values(form), at: new Date().toISOString() });
    say(form, kept ? "Kept on this device" : "This browser cannot keep what you write. Save often.");
  };
  const carryOn = (draft: Draft): void => {
    Object.assign(writing, { key: draft.key, sent: draft.sent });
    keepNow();
  };

  form.addEventListener("input", (event) => {
    if (!isTyped(event.target)) return;
    // After a send whose answer never came, a change is new writing: with the old key the server would drop it.
    if (writing.sent) Object.assign(writing, { key: newKey(), sent: false });
    window.clearTimeout(timer);
    timer = window.setTimeout(keepNow, WAIT);
  });
  form.addEventListener("submit", (event) => {
    writing.sent = true;
    if (differ(values(form), atStart)) keepNow();
    if (!navigator.onLine) sendWhenBack(form, event);
  });
  window.addEventListener("pagehide", () => timer && keepNow());

  const draft = read(name);
  if (!draft) return;
  if (differ(draft.values, atStart)) offer(form, draft, () => carryOn(draft));
  // The page shows the draft: the server has it, or gave it back with an error to mend.
  else if (document.querySelector(".nhsuk-error-summary")) carryOn(draft);
  else forget(name);
}

function sendWhenBack(form: HTMLFormElement, event: SubmitEvent): void {
  event.preventDefault();
  say(form, "You are offline. Kept on this device. It will be sent when you are back online.");
  if (form.dataset["waiting"]) return;
  form.dataset["waiting"] = "yes";
  const send = (): void => {
    delete form.dataset["waiting"];
    say(form, "Sending what you wrote");
    form.requestSubmit(event.submitter);
  };
  window.addEventListener("online", send, { once: true });
}

function offer(form: HTMLFormElement, draft: Draft, putBack: () => void): void {
  const box = document.createElement("div");
  box.className = "nhsuk-inset-text eg-draft-offer";
  const sentence = document.createElement("p");
  sentence.textContent = `You wrote something here ${when(draft.at)} that was not saved.`;
  const yes = offerButton("Put back what I had written", () => {
    const before = values(form);
    fill(form, draft.values);
    putBack();
    box.replaceChildren(takeBack(form, before));
  });
  const no = offerButton("Throw it away", () => {
    forget(form.dataset["draft"] ?? "");
    box.remove();
    firstBox(form)?.focus();
  });
  box.append(sentence, yes, no);
  form.prepend(box);
}

function takeBack(form: HTMLFormElement, before: Readonly<Record<string, string>>): HTMLButtonElement {
  const button = offerButton("Take it out again", () => {
    fill(form, before);
    button.parentElement?.remove();
    firstBox(form)?.focus();
  });
  window.setTimeout(() => firstBox(form)?.focus());
  return button;
}

function offerButton(text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function boxes(form: HTMLFormElement): Box[] {
  return Array.from(form.elements).filter(isTyped);
}

// A password is never kept, also when a "show" button has turned its box into a text box.
function isTyped(element: unknown): element is Box {
  if (element instanceof HTMLTextAreaElement) return element.name !== "";
  if (!(element instanceof HTMLInputElement) || element.name === "") return false;
  const secret = /password|one-time-code/.test(element.autocomplete) || /password/i.test(element.name);
  return TYPED.has(element.type) && !secret;
}

function firstBox(form: HTMLFormElement): Box | undefined {
  return boxes(form)[0];
}

function values(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(boxes(form).map((box) => [box.name, box.value]));
}

function fill(form: HTMLFormElement, kept: Readonly<Record<string, string>>): void {
  for (const box of boxes(form)) {
    const value = kept[box.name];
    if (value !== undefined) box.value = value;
  }
}

function differ(kept: Readonly<Record<string, string>>, shown: Readonly<Record<string, string>>): boolean {
  return Object.entries(kept).some(([name, value]) => name in shown && tidy(value) !== tidy(shown[name] ?? ""));
}

// A form sends its line ends as two characters and gives them back as one.
function tidy(text: string): string {
  return text.replace(/\r\n/g, "\n").trim();
}

function say(form: HTMLFormElement, sentence: string): void {
  const status = form.querySelector("[data-draft-status]");
  if (status && status.textContent !== sentence) status.textContent = sentence;
}

function setKey(form: HTMLFormElement, key: string): void {
  const box = form.elements.namedItem("draft_key");
  if (box instanceof HTMLInputElement) box.value = key;
}

function savedKeys(part: ParentNode): ReadonlySet<string> {
  const marks = part.querySelectorAll<HTMLElement>("[data-saved-key]");
  return new Set(Array.from(marks, (mark) => mark.dataset["savedKey"] ?? "").filter(Boolean));
}

function forms(part: ParentNode, selector: string): HTMLFormElement[] {
  const inside = Array.from(part.querySelectorAll<HTMLFormElement>(selector));
  return part instanceof HTMLFormElement && part.matches(selector) ? [part, ...inside] : inside;
}

function when(at: string): string {
  const day = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `on ${day} at ${time}`;
}

// randomUUID is missing where a site is served over plain HTTP inside an organisation's own network.
function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
