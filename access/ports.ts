import type { ApiKey } from "./keys.ts";

/** Time. */
export interface Clock {
  /** The time now. */
  now(): Date;
}

/** Fresh, unguessable ids. */
export interface Ids {
  /** For example `next("key")` → "key_2f1c…". */
  next(prefix: string): string;
}

/** Where keys are kept. */
export interface KeyStore {
  /** Adds a key under the SHA-256 of its text, in hex. */
  add(key: ApiKey, hash: string): Promise<void>;
  /** Keys that are not revoked, oldest first. */
  list(): Promise<readonly ApiKey[]>;
  /** `null` when there is none or it is revoked. */
  byHash(hash: string): Promise<ApiKey | null>;
  /** `null` when there is none or it is revoked. */
  byId(id: string): Promise<ApiKey | null>;
  /** `false` when there is none or it is revoked already. */
  revoke(id: string, at: string): Promise<boolean>;
  /** Notes a use. */
  used(id: string, at: string): Promise<void>;
  /** Whether there has ever been a key, revoked ones counted. */
  any(): Promise<boolean>;
}
