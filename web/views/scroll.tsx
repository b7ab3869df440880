import type { Child } from "hono/jsx";

/** What may be wider than the screen, a table most of the time: it scrolls inside itself, with the keyboard too. */
export function Scroll({ label, children }: { readonly label: string; readonly children?: Child }) {
  return <div class="scroll" role="group" aria-label={label} tabindex={0}>{children}</div>;
}
