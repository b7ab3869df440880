import type { ApiKey, Scope } from "./keys.ts";

/** Who makes a request. */
export type Caller =
  /** The one person of a server without keys. */
  | { readonly kind: "open" }
  /** A holder of a key. */
  | { readonly kind: "key"; readonly key: ApiKey }
  /** A browser that sent no key; `owner` is the value of its signed cookie, `null` without one. */
  | { readonly kind: "browser"; readonly owner: string | null };

/** Whether a caller has a scope; `admin` includes the others. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  switch (caller.kind) {
    case "open":
      return true;
    case "key":
      return caller.key.scopes.includes(scope) || caller.key.scopes.includes("admin");
    case "browser":
      return false;
    default:
      return caller satisfies never;
  }
}

/** Whose a thing is that this caller makes through the API: the key's, or nobody's. */
export function ownerOf(caller: Caller): string | null {
  return caller.kind === "key" ? keyOwner(caller.key.id) : null;
}

/** Tells by their owners which things a caller may see. */
export const visibleTo = (caller: Caller): (owner: string | null) => boolean => (owner) => maySee(caller, owner);

/** The owner of what a key has made. */
export const keyOwner = (keyId: string): string => `key:${keyId}`;

/**
 * Whether a caller may see what belongs to `owner`.
 *
 * A key sees what was made with it, and everything with the scope `admin`. A browser sees its own, and what belongs to no
 * browser: whoever was given the unguessable address of an interview may take it.
 */
export function maySee(caller: Caller, owner: string | null): boolean {
  switch (caller.kind) {
    case "open":
      return true;
    case "key":
      return owner === keyOwner(caller.key.id) || hasScope(caller, "admin");
    case "browser":
      return owner === null || owner.startsWith(keyOwner("")) || owner === caller.owner;
    default:
      return caller satisfies never;
  }
}
