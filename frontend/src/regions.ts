// A wide table scrolls inside its own region, which the keyboard must reach to scroll it.
// Where the table fits, the extra stop on the way through the page is taken away.

export function startRegions(part: ParentNode): void {
  if (!("ResizeObserver" in window)) return;
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => settle(entry.target as HTMLElement)));
  part.querySelectorAll<HTMLElement>("[data-scrolls]").forEach((region) => observer.observe(region));
}

function settle(region: HTMLElement): void {
  const scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
  if (scrolls) region.setAttribute("tabindex", "0");
  else region.removeAttribute("tabindex");
}
