/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** The kinds of question. */
export type Kind = "multiple-choice" | "free-text" | "coding";

/** The kind of the question that is asked now. */
export async function kindNow(page: Page): Promise<Kind> {
  const composer = page.locator("#now form.composer");
  await composer.waitFor();
  const kind = await composer.locator("input[name=kind]").getAttribute("value");
  return kind as Kind;
}

/** Starts a practice of three questions. */
export async function startPractice(page: Page): Promise<void> {
  await page.goto("/");
  const practice = page.locator("form", { has: page.getByRole("heading", { name: "Practise a topic" }) });
  await practice.getByLabel("Questions").selectOption("3");
  await practice.getByRole("button").click();
  await page.waitForURL("**/sessions/*");
}

/** The code editor of the question asked now. */
export const editorOf = (page: Page) => page.locator("#now .cm-content");

/** Puts a source in the place of what the editor holds. */
export async function writeCode(page: Page, source: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source);
}

/** The answers that are on the page. */
export const answered = (page: Page) => page.locator(".entry.answer");
