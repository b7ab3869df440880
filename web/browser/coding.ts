/// <reference lib="dom" />
import { client, interview } from "../messages/en.ts";
import { keepDraft } from "./drafts.ts";
import type { Editor } from "./editor.ts";
import { pageData } from "./page_data.ts";
import { drawPlots } from "./plots.ts";
import { alertUser, announce } from "./say.ts";

const marking = new WeakMap<HTMLFormElement, Editor>();

/** Runs the visible checks on what the form holds, and shows what they found under it. Nothing of it is a turn. */
export async function tryCode(form: HTMLFormElement, address: string): Promise<void> {
  const place = form.querySelector<HTMLElement>("[data-trial]");
  const buttons = [...form.querySelectorAll<HTMLButtonElement>(".composer-foot button")];
  if (!place || buttons.some(({ disabled }) => disabled)) return;
  const stop = new AbortController();
  for (const button of buttons) button.disabled = true;
  const over = showRunning(place, () => {
    stop.abort();
    // Whoever stands between may not tell the server that nobody waits any more.
    void fetch(address.replace(/precheck$/, "stop"), { method: "POST", body: new FormData() }).catch(() => {});
  });
  announce(interview.trial.running);
  try {
    const response = await fetch(address, { method: "POST", body: new FormData(form), signal: stop.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const result = page.querySelector<HTMLElement>("[data-trial] > *");
    place.replaceChildren();
    if (!result) return alertUser(page.querySelector("#alerts")?.textContent?.trim() || interview.trial.failed);
    place.append(document.adoptNode(result));
    marking.get(form)?.mark(JSON.parse(result.dataset.marks ?? "[]"));
    result.querySelector<HTMLElement>("h3")?.focus();
    await drawPlots(result);
  } catch {
    place.replaceChildren();
    if (stop.signal.aborted) announce(interview.trial.stopped);
    else alertUser(interview.trial.failed);
    form.querySelector<HTMLElement>("[data-precheck]")?.focus();
  } finally {
    over();
    for (const button of buttons) button.disabled = false;
  }
}

/** Says what goes on, for how long at most and for how long by now; returns what ends the counting. */
function showRunning(place: HTMLElement, onStop: () => void): () => void {
  const line = document.createElement("p");
  line.className = "trial-running";
  const pulse = document.createElement("span");
  pulse.className = "pulse";
  const stop = document.createElement("button");
  stop.type = "button";
  stop.textContent = interview.trial.stop;
  stop.addEventListener("click", onStop);
  const elapsed = document.createElement("span");
  elapsed.className = "soft elapsed";
  line.append(pulse, `${interview.trial.running} ${place.dataset.trial ?? ""}`, elapsed, stop);
  place.replaceChildren(line);
  stop.focus();
  const since = Date.now();
  const counting = setInterval(() => {
    elapsed.textContent = interview.elapsed(Math.round((Date.now() - since) / 1000));
  }, 1000);
  return () => clearInterval(counting);
}

/** Loads the code editor into a form; the plain field stays when that fails. */
export async function tendEditor(form: HTMLFormElement): Promise<void> {
  const field = form.querySelector<HTMLTextAreaElement>("[data-editor] textarea");
  if (!field) return;
  let editor: Editor;
  try {
    const { mountEditor } = await import("./editor.ts");
    if (!field.isConnected) return;
    editor = mountEditor(field, {
      nonce: pageData.nonce,
      label: interview.code.label,
      describedBy: "source-keys",
      onChange: () => keepDraft(form),
      onRun: () => form.requestSubmit(),
      onRelease: () => announce(interview.code.released),
      entryPoints: JSON.parse(field.dataset.entryPoints ?? "[]"),
    });
    editor.mark(JSON.parse(field.dataset.marks ?? "[]"));
  } catch {
    alertUser(client.editorFailed);
    return;
  }
  marking.set(form, editor);
  const reset = form.querySelector<HTMLButtonElement>("[data-reset]");
  if (!reset) return;
  reset.hidden = false;
  reset.addEventListener("click", () => {
    editor.replace(field.dataset.starter ?? "");
    announce(interview.code.resetDone);
    editor.focus();
  });
}
