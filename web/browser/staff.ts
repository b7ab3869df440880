/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { keep, readKept } from "./kept.ts";
import { setMaths } from "./maths.ts";
import { reconcile } from "./reconcile.ts";

const refreshMs = 10_000;
const typingMs = 400;

/** Makes the pages of reviewers, operators and authors live. */
export function openStaffPage(): void {
  const decision = document.querySelector<HTMLFormElement>("[data-review]");
  if (decision) tendDecision(decision);
  const state = document.querySelector<HTMLElement>("[data-live]");
  if (state) keepUpToDate(state);
  const trial = document.querySelector<HTMLFormElement>("[data-try]");
  if (trial) tendTrial(trial);
  const copy = document.querySelector<HTMLButtonElement>("[data-copy]");
  if (copy) tendCopy(copy);
}

/** Keys of the reviewer's page; they can be turned off, for those whose tools press keys of their own. */
function tendDecision(form: HTMLFormElement): void {
  const legend = form.querySelector<HTMLElement>("[data-keys]");
  const on = form.querySelector<HTMLInputElement>("[data-keys-on]");
  const points = [...form.querySelectorAll<HTMLElement>("[data-point]")];
  if (!legend || !on) return;
  legend.hidden = false;
  on.checked = readKept<boolean>("review-keys") ?? true;
  on.addEventListener("change", () => keep("review-keys", on.checked));
  // Selecting words of the answer takes the focus away, but not the point that they are for.
  let last = -1;
  const at = () => {
    const focused = points.findIndex((point) => point.contains(document.activeElement));
    return last = focused < 0 ? last : focused;
  };
  form.addEventListener("focusin", at);
  const goTo = (index: number) => {
    const point = points[Math.min(Math.max(index, 0), points.length - 1)];
    const folded = point?.closest("details");
    if (folded) folded.open = true;
    point?.querySelector<HTMLInputElement>("input:checked")?.focus();
    point?.scrollIntoView({ block: "nearest" });
  };
  showEvidence(form, points);
  const first = points.findIndex((point) => point.dataset.wanted !== undefined);
  // Where question and answer are above the points, they are read first.
  const isWide = matchMedia("(min-width: 1000px)").matches;
  if (on.checked && isWide && !document.querySelector("[role=alert]")) goTo(Math.max(first, 0));
  const save = () => form.requestSubmit();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return save();
    }
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const decide = (letter: string) => () => {
    const point = points[Math.max(at(), 0)];
    const choice = point?.querySelector<HTMLInputElement>(`input[data-letter="${letter}"]`);
    choice?.focus();
    choice?.click();
  };
  const actions: Readonly<Record<string, () => void>> = {
    j: () => goTo(at() + 1),
    k: () => goTo(at() < 0 ? 0 : at() - 1),
    m: decide("m"),
    n: decide("n"),
    u: decide("u"),
    q: () => {
      const words = getSelection()?.toString().trim();
      const field = points[Math.max(at(), 0)]?.querySelector<HTMLInputElement>("[data-quote]");
      if (words && field) field.value = words;
    },
    r: () => form.querySelector<HTMLTextAreaElement>("textarea")?.focus(),
    p: () => form.querySelector<HTMLAnchorElement>("[data-pass]")?.click(),
  };
}

/** While a point has the focus, the words that its readings rest on stand out in the answer. */
function showEvidence(form: HTMLFormElement, points: readonly HTMLElement[]): void {
  const answer = document.querySelector(".case .answer .verbatim");
  if (!answer || !("highlights" in CSS)) return;
  form.addEventListener("focusin", ({ target }) => {
    const point = points.find((point) => target instanceof Node && point.contains(target));
    const spans = point?.dataset.point?.split(" ").filter(Boolean).map((span) => span.split("-").map(Number)) ?? [];
    const ranges = spans.flatMap(([start = 0, end = 0]) => rangeIn(answer, start, end) ?? []);
    CSS.highlights.set("point", new Highlight(...ranges));
  });
}

/** The part of an element's text from one offset to another; `null` where it ends before. */
function rangeIn(element: Element, start: number, end: number): Range | null {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let [offset, begun] = [0, false];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = offset + (node.textContent?.length ?? 0);
    if (!begun && start < next) {
      range.setStart(node, start - offset);
      begun = true;
    }
    if (begun && end <= next) {
      range.setEnd(node, end - offset);
      return range;
    }
    offset = next;
  }
  return null;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

/** Fetches the page again now and then and exchanges what has changed, unless somebody is at work in it. */
function keepUpToDate(state: HTMLElement): void {
  const line = document.querySelector<HTMLElement>("[data-refreshed]");
  const on = line?.querySelector<HTMLInputElement>("[data-refresh]");
  if (!line || !on) return;
  line.hidden = false;
  const refresh = async () => {
    const busy = state.contains(document.activeElement) || !getSelection()?.isCollapsed;
    if (!on.checked || document.hidden || busy) return;
    try {
      const response = await fetch("/operate", { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>("[data-live]");
      if (fresh) reconcile(state, fresh);
    } catch {
      // The server is away; what is shown stays, and the next time comes.
    }
  };
  setInterval(() => void refresh(), refreshMs);
}

/** Grades what is typed, as it is typed; what comes late is left out. */
function tendTrial(form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>("textarea");
  const result = document.querySelector<HTMLElement>("[data-tried]");
  const help = form.querySelector<HTMLElement>("[data-live-help]");
  if (!text || !result) return;
  if (help) help.textContent = help.dataset.liveHelp ?? "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const grade = async () => {
    const number = ++asked;
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams({ text: text.value }) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>("[data-tried]");
      if (number !== asked || !fresh) return;
      result.replaceChildren(...fresh.childNodes);
      await setMaths(result);
    } catch {
      // Without an answer the last result stays; the button sends the form.
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void grade(), typingMs);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void grade();
  });
}

function tendCopy(button: HTMLButtonElement): void {
  const secret = document.querySelector<HTMLElement>("[data-secret]");
  if (!secret || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(secret.textContent ?? "");
      button.textContent = button.dataset.copy ?? "";
    } catch {
      getSelection()?.selectAllChildren(secret);
    }
  });
}
