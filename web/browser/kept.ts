/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Reads what was kept on this device; `null` when nothing was, or keeping is not allowed. */
export function readKept<T>(key: string): T | null {
  try {
    const value = localStorage.getItem(`viva:${key}`);
    return value === null ? null : JSON.parse(value);
  } catch {
    return null;
  }
}

/** Keeps a value on this device; `null` forgets it. Returns whether that was possible. */
export function keep(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(`viva:${key}`);
    else localStorage.setItem(`viva:${key}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forgets everything kept under a prefix. */
export function forgetAll(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`viva:${prefix}`)) localStorage.removeItem(key);
  } catch {
    // Nothing can be kept here, so there is nothing to forget.
  }
}
