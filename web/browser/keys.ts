/// <reference lib="dom" />

/** Keys of a form: Enter sends a text, a letter goes to its option. */
export function tendKeys(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  field?.addEventListener("keydown", (event) => {
    const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    // On a touch keyboard there is no other key for a new line.
    if (!plain || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/**
 * Lets a candidate who has just been asked begin to type at once: while the current exchange has the focus, a character goes
 * into the answer, and a letter to its option.
 */
export function tendTyping(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  const target = event.target;
  if (!(target instanceof HTMLElement) || !target.closest("#now")) return;
  if (target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]") || target.isContentEditable) {
    return;
  }
  const option = document.querySelector<HTMLElement>(
    `#now .choices [data-letter="${CSS.escape(event.key.toLowerCase())}"]`,
  );
  if (option) {
    event.preventDefault();
    const box = option.querySelector<HTMLInputElement>("input");
    (box ?? option).focus();
    box?.click();
    return;
  }
  if (event.key !== " " && target.matches("article")) {
    document.querySelector<HTMLElement>("#now textarea[name=text]")?.focus();
  }
}
