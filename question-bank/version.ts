import { createHash } from "node:crypto";

/**
 * The first 12 hexadecimal digits of the SHA-256 of a value's canonical JSON: keys in order, nothing undefined. Equal content
 * gives an equal version on every machine.
 */
export function contentVersion(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 12);
}

/** JSON whose keys are sorted at every level. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
