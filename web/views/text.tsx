import { raw } from "hono/html";
import { inlineMarkdown, markdown } from "../markdown.ts";

/** Markdown from the bank, the graders or the interviewer. */
export function Prose({ text, class: name }: { readonly text: string; readonly class?: string }) {
  return <div class={name ? `prose ${name}` : "prose"}>{raw(markdown(text))}</div>;
}

/** Markdown within a line. */
export function Inline({ text, class: name }: { readonly text: string; readonly class?: string }) {
  return <span class={name ? `prose ${name}` : "prose"}>{raw(inlineMarkdown(text))}</span>;
}
