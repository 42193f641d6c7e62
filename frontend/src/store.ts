// What is kept on this device: one entry a form, under the form's own name.

export interface Draft {
  /** Goes with the form, so that the server takes the same writing only once. */
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  /** Whether it has been sent since it was last changed; the answer may never have come. */
  readonly sent: boolean;
  /** When it was last written, ISO 8601. */
  readonly at: string;
}

const PREFIX = "evenground:draft:";
const KEPT_DAYS = 60;

export function read(name: string): Draft | undefined {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return isDraft(draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** False where the browser keeps nothing: private windows, a full disk, a locked-down machine. */
export function keep(name: string, draft: Draft): boolean {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing is kept here, so nothing is left behind.
  }
}

export function forgetSaved(keys: ReadonlySet<string>): void {
  for (const name of names()) if (keys.has(read(name)?.key ?? "")) forget(name);
}

export function forgetOld(now: Date): void {
  const limit = now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  for (const name of names()) {
    const draft = read(name);
    if (draft && Date.parse(draft.at) < limit) forget(name);
  }
}

export function forgetAll(): void {
  names().forEach(forget);
}

function names(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const draft = value as Partial<Draft>;
  return typeof draft.key === "string" && typeof draft.sent === "boolean" && typeof draft.at === "string"
    && typeof draft.values === "object" && draft.values !== null;
}
