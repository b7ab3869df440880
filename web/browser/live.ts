/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { GradeProgress } from "../../grader/mod.ts";
import { grade as gradeWords, interview } from "../messages/en.ts";

let pending: GradeProgress[] = [];

/** Shows what happens while an answer is graded: the stage, the checks. What comes before its place is there waits for it. */
export function showProgress(progress: GradeProgress): void {
  pending.push(progress);
  showPending();
}

/** Shows what waited; called when the page has changed. */
export function showPending(): void {
  const grading = document.querySelector<HTMLElement>(".grading");
  if (!grading) return;
  for (const progress of pending) showIn(grading, progress);
  pending = [];
}

function showIn(grading: HTMLElement, progress: GradeProgress): void {
  if (progress.kind === "stage") {
    const stage = grading.querySelector<HTMLElement>("[data-stage]");
    const known = grading.querySelector("strong")?.textContent?.startsWith(progress.text);
    if (stage && !known) {
      stage.hidden = false;
      stage.textContent = progress.text;
    }
    return;
  }
  if (progress.kind === "losses") return showLosses(grading, progress);
  const checks = grading.querySelector<HTMLElement>("[data-checks]");
  if (!checks) return;
  checks.hidden = false;
  const verdict = progress.passed ? "met" : "not-met";
  const caption = curveOf(grading, progress.id)?.querySelector("figcaption");
  if (caption) caption.textContent = progress.title;
  const line = [...checks.children].find((child) => (child as HTMLElement).dataset.check === progress.id) ??
    checks.appendChild(document.createElement("li"));
  (line as HTMLElement).dataset.check = progress.id;
  const mark = document.createElement("span");
  mark.className = `mark ${verdict}`;
  mark.textContent = `${gradeWords.mark[verdict]} ${gradeWords.check[verdict]}`;
  line.replaceChildren(mark, ` ${progress.title}`);
}

type Losses = Extract<GradeProgress, { kind: "losses" }>;

/** A training that is watched: what it told, and the drawing of it. */
interface Watched {
  readonly told: Losses[];
  readonly line: HTMLElement;
  redraw: (told: readonly Losses[]) => void;
  waiting: boolean;
}

const curveOf = (grading: HTMLElement, id: string) =>
  [...grading.querySelectorAll<HTMLElement>("[data-curve]")].find(({ dataset }) => dataset.curve === id);

const watched = new WeakMap<HTMLElement, Watched>();

/** Draws the losses of a training as it goes, at most once a frame; the last of them stand below in words. */
function showLosses(grading: HTMLElement, losses: Losses): void {
  const curves = grading.querySelector<HTMLElement>("[data-curves]");
  if (!curves) return;
  curves.hidden = false;
  const figure = curveOf(grading, losses.id) ?? addCurve(curves, losses.id);
  const curve = watched.get(figure)!;
  curve.told.push(losses);
  if (curve.waiting) return;
  curve.waiting = true;
  requestAnimationFrame(() => {
    curve.waiting = false;
    const last = curve.told.at(-1)!;
    curve.line.textContent = interview.losses(last.step, last.losses);
    curve.redraw(curve.told);
  });
}

function addCurve(curves: HTMLElement, id: string): HTMLElement {
  const figure = document.createElement("figure");
  figure.className = "plot";
  figure.dataset.curve = id;
  const caption = document.createElement("figcaption");
  caption.textContent = interview.lossCurve;
  const area = document.createElement("div");
  area.className = "plot-area";
  area.setAttribute("role", "img");
  area.setAttribute("aria-label", interview.lossCurve);
  const line = document.createElement("p");
  line.className = "soft small loss-line";
  figure.append(caption, area, line);
  curves.append(figure);
  const curve: Watched = { told: [], line, redraw: () => {}, waiting: false };
  watched.set(figure, curve);
  void import("./plot.ts").then(async ({ liveLosses }) => {
    curve.redraw = await liveLosses(area, { xLabel: interview.step, yLabel: interview.loss });
    curve.redraw(curve.told);
  }).catch(() => area.remove());
  return figure;
}

/** Counts the seconds of grading. */
export function tickElapsed(): void {
  const grading = document.querySelector<HTMLElement>(".grading");
  const elapsed = grading?.querySelector<HTMLElement>("[data-elapsed]");
  if (!grading || !elapsed) return;
  grading.dataset.since ??= String(Date.now());
  const seconds = Math.round((Date.now() - Number(grading.dataset.since)) / 1000);
  elapsed.hidden = seconds < 2;
  elapsed.textContent = interview.elapsed(seconds);
}

/** Shows a piece of a message while it is written. Read out only when it is whole. */
export function showDelta({ id, text }: { readonly id: string; readonly text: string }): void {
  const talk = document.querySelector("#now > .more") ?? document.querySelector("#now > .talk");
  if (!talk || document.querySelector(`[data-key="${CSS.escape(id)}"]:not(.writing)`)) return;
  let entry = talk.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
  if (!entry) {
    entry = document.createElement("article");
    entry.className = "entry interviewer writing";
    entry.dataset.key = id;
    entry.dataset.version = "writing";
    entry.setAttribute("aria-hidden", "true");
    const body = document.createElement("p");
    body.className = "verbatim";
    entry.append(body);
    talk.insertBefore(entry, talk.querySelector(":scope > [data-key=composer], :scope > [data-key=grading]"));
  }
  entry.querySelector("p")?.append(text);
}

/** Keys of messages that are being written. */
export const beingWritten = (): ReadonlySet<string> =>
  new Set([...document.querySelectorAll<HTMLElement>(".entry.writing")].map((entry) => entry.dataset.key!));
