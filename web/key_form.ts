import { type Scope, scopes } from "../access/mod.ts";
import { operate } from "./messages/staff_en.ts";

/** Most characters of a key's name. */
export const keyNameMax = 100;

/** What was entered for a new key. */
export interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** A day such as "2027-01-31"; "" for never. */
  readonly expires: string;
}

/** What was entered in a form. */
export function keyDraft(form: FormData): KeyDraft {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const wanted = form.getAll("scopes");
  return { name: text("name"), scopes: scopes.filter((scope) => wanted.includes(scope)), expires: text("expires") };
}

/** What is the matter with it; empty when it can be made. `first` is the key with which the server closes. */
export function keyFaults(draft: KeyDraft, { now, first }: { readonly now: Date; readonly first: boolean }): string[] {
  const { name, scopes, expires } = draft;
  const end = expiryOf(draft);
  return [
    ...(name === "" || name.length > keyNameMax ? [operate.keyFaults.name] : []),
    ...(scopes.length === 0 ? [operate.keyFaults.scopes] : []),
    ...(first && scopes.length > 0 && !scopes.includes("admin") ? [operate.keyFaults.first] : []),
    ...(expires !== "" && (end === undefined || expires <= now.toISOString().slice(0, 10))
      ? [operate.keyFaults.expires]
      : []),
  ];
}

/** ISO time at which the key expires; `undefined` for never. */
export function expiryOf({ expires }: KeyDraft): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires)) return undefined;
  const end = new Date(`${expires}T23:59:59.000Z`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
