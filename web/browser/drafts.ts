/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { forgetAll, keep, readKept } from "./kept.ts";

interface Draft {
  readonly text?: string;
  readonly choices?: readonly string[];
}

const fieldOf = (form: HTMLFormElement) => form.querySelector<HTMLTextAreaElement>("textarea");
const boxesOf = (form: HTMLFormElement) => [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];

/** Puts a kept draft back into its form, and keeps what is written there from now on. */
export function tendDraft(form: HTMLFormElement): void {
  const key = form.dataset.draft;
  if (!key) return;
  const draft = readKept<Draft>(`draft:${key}`);
  const field = fieldOf(form);
  if (draft?.text !== undefined && field) field.value = draft.text;
  if (draft?.choices) { for (const box of boxesOf(form)) box.checked = draft.choices.includes(box.value); }
  form.addEventListener("input", () => keepDraft(form));
}

/** Keeps what a form holds now. */
export function keepDraft(form: HTMLFormElement): void {
  if (!form.dataset.draft) return;
  const field = fieldOf(form);
  const choices = boxesOf(form).filter((box) => box.checked).map((box) => box.value);
  keep(`draft:${form.dataset.draft}`, field ? { text: field.value } : { choices });
}

/** Forgets a draft that the server has. */
export const dropDraft = (key: string): boolean => keep(`draft:${key}`, null);

/** Forgets all drafts of a session. */
export const dropDrafts = (sessionId: string): void => forgetAll(`draft:${sessionId}:`);
