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
    let place: ChildNode | null = now.firstChild;
    for (const part of wanted) {
      const old = before.get(part.dataset.key!);
      if (!old) {
        now.insertBefore(part, place);
        added.push(part);
        continue;
      }
      if (old.dataset.version === undefined) walk(old, part);
      else if (old.dataset.version !== part.dataset.version) {
        old.replaceWith(part);
        replaced.push(part);
      }
      const stands = old.isConnected ? old : part;
      if (place !== stands && stands.previousSibling !== place) now.insertBefore(stands, place);
      place = stands.nextSibling;
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
