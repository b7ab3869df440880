/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Has a screen reader read something out, whole and once. */
export function announce(text: string): void {
  const announcer = document.querySelector("#announcer");
  if (announcer) announcer.textContent = text;
}

/** Shows what went wrong or what goes on, with something to press; `null` clears it. */
export function alertUser(text: string | null, action?: { readonly label: string; readonly press: () => void }): void {
  const alerts = document.querySelector("#alerts");
  if (!alerts) return;
  if (text === null) return alerts.replaceChildren();
  const line = document.createElement("p");
  line.className = "notice-bar";
  line.append(text);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", action.press);
    line.append(" ", button);
  }
  alerts.replaceChildren(line);
  uncoverActions(alerts);
}

/** The line stays at the lower edge; where that covers what can be pressed, the page moves up to the line's own place. */
function uncoverActions(alerts: Element): void {
  const actions = document.querySelector("#now .actions")?.getBoundingClientRect();
  const { top, bottom } = alerts.getBoundingClientRect();
  if (actions && actions.top < bottom && actions.bottom > top) scrollBy({ top: actions.bottom - top + 8 });
}

/** The text of a part as it should be read out: maths once. */
export function spoken(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const double of copy.querySelectorAll("annotation, .katex-html")) double.remove();
  for (const block of copy.querySelectorAll(".label, p, li, pre, td")) block.append(" ");
  return (copy.textContent ?? "").replaceAll(/\s+/g, " ").trim();
}
