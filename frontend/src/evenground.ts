import htmx from "htmx.org";
import { initAll } from "nhsuk-frontend";

import { startDrafts } from "./drafts";
import { startRegions } from "./regions";

// The content security policy forbids eval and inline styles; pages hold people's words, so none are kept in the browser.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.historyEnabled = false;

function start(part: HTMLElement | Document): void {
  startDrafts(part);
  startRegions(part);
}

initAll();
start(document);

// A part of the page that arrived later.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.target;
  if (!(part instanceof HTMLElement)) return;
  initAll({ scope: part });
  start(part);
});
