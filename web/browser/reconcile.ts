/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What changed on the page. */
export interface Changes {
  /** Parts that were not there before. */
  readonly added: readonly HTMLElement[];
  /** Parts that took another's place. */
  readonly replaced: readonly HTMLElement[];
}

/**
 * Makes `now` look like `then`: a part (`data-key`) with the same `data-version` stays as it is, with what the visitor typed
 * into it; one with another version is exchanged; one without a version is gone through part by part.
 *
 * @param keep keys of parts that stay although `then` does not have them yet
 */
export function reconcile(now: HTMLElement, then: HTMLElement, keep: ReadonlySet<string> = new Set()): Changes {
  const added: HTMLElement[] = [];
  const replaced: HTMLElement[] = [];
  walk(now, then);
  return { added, replaced };

  function walk(now: HTMLElement, then: HTMLElement): void {
    copyAttributes(now, then);
    const before = new Map(parts(now).map((part) => [part.dataset.key!, part]));
    const wanted = parts(then);
    const keys = new Set(wanted.map((part) => part.dataset.key!));
    for (const [key, part] of before) {
      if (!keys.has(key) && !keep.has(key)) part.remove();
    }
    let previous: ChildNode | null = null;
    for (const part of wanted) {
      const old = before.get(part.dataset.key!);
      const stays = old !== undefined && old.dataset.version === part.dataset.version;
      const stands: HTMLElement = stays ? old : part;
      if (!old) added.push(part);
      else if (!stays) {
        old.replaceWith(part);
        replaced.push(part);
      } else if (old.dataset.version === undefined) walk(old, part);
      const next: ChildNode | null = previous ? previous.nextSibling : now.firstChild;
      if (next !== stands) now.insertBefore(stands, next);
      previous = stands;
    }
  }
}

const parts = (element: HTMLElement): HTMLElement[] =>
  [...element.children].filter((child): child is HTMLElement =>
    child instanceof HTMLElement && child.dataset.key !== undefined
  );

function copyAttributes(now: HTMLElement, then: HTMLElement): void {
  for (const { name } of [...now.attributes]) if (!then.hasAttribute(name)) now.removeAttribute(name);
  for (const { name, value } of [...then.attributes]) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
}
