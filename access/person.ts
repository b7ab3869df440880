import type { Scope } from "./keys.ts";

/** Somebody who has logged in with the organisation's identity provider. */
export interface Person {
  /** "person:" and a hash of issuer and subject: whose the interviews are, wherever the person logs in. */
  readonly id: string;
  /** What to call the person. */
  readonly name: string;
  /** What the person may do. */
  readonly scopes: readonly Scope[];
}

/** Somebody at a browser. */
export interface Visitor {
  /** Whose the interviews are that are started here. */
  readonly owner: string;
  /** What to call the visitor; `null` for nobody in particular. */
  readonly name: string | null;
  /** What the visitor may do. */
  readonly scopes: readonly Scope[];
}

/** Whether a visitor may do what a scope allows; `admin` includes the others. */
export const visitorMay = ({ scopes }: Pick<Visitor, "scopes">, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes("admin");
