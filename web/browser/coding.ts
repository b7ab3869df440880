/// <reference lib="dom" />
import { client, interview } from "../messages/en.ts";
import { keepDraft } from "./drafts.ts";
import type { Editor } from "./editor.ts";
import { pageData } from "./page_data.ts";
import { alertUser, announce } from "./say.ts";

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
    });
  } catch {
    alertUser(client.editorFailed);
    return;
  }
  const reset = form.querySelector<HTMLButtonElement>("[data-reset]");
  if (!reset) return;
  reset.hidden = false;
  reset.addEventListener("click", () => {
    editor.replace(field.dataset.starter ?? "");
    announce(interview.code.resetDone);
    editor.focus();
  });
}
