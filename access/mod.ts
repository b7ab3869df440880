/**
 * Who may call: keys with scopes, and what their holders may see.
 *
 * @module
 */
export { type Caller, hasScope, keyOwner, maySee, ownerOf, visibleTo } from "./caller.ts";
export { type ApiKey, createKeys, type Keys, type Scope, scopes } from "./keys.ts";
export { createOidc, type LoginChecks, type Oidc, type OidcSettings } from "./oidc.ts";
export { type Person, type Visitor, visitorMay } from "./person.ts";
export type { Clock, Ids, KeyStore } from "./ports.ts";
