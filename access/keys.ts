import { createHash } from "node:crypto";
import type { Clock, Ids, KeyStore } from "./ports.ts";

/** What a key may be allowed to do. `admin` includes the others. */
export const scopes = ["grade", "sessions", "reviewer", "admin"] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** A key as it is kept: what it is called and may do, never its text. */
export interface ApiKey {
  /** Id of the key. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  /** What it may do. */
  readonly scopes: readonly Scope[];
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time after which it is refused; `null` for never. */
  readonly expiresAt: string | null;
  /** ISO time of its last use, to the minute; `null` while it was not used. */
  readonly lastUsedAt: string | null;
}

/** Makes keys and tells whose a key is. */
export interface Keys {
  /** Makes a key. Its text is returned once and cannot be had again. */
  create(wish: {
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly expiresAt?: string;
  }): Promise<{ readonly apiKey: ApiKey; readonly key: string }>;
  /** Keys that are not revoked, oldest first; expired ones too. */
  list(): Promise<readonly ApiKey[]>;
  /** `false` for an unknown key and for one that is revoked already. */
  revoke(id: string): Promise<boolean>;
  /** The key behind a text; `null` when it is malformed, unknown, revoked or expired. */
  verify(text: string): Promise<ApiKey | null>;
  /** The key with this id, while it is valid. */
  valid(id: string): Promise<ApiKey | null>;
  /**
   * Whether callers need a key: from the first key on, and still after the last one is revoked or has expired, so that a
   * server never opens by itself.
   */
  required(): Promise<boolean>;
}

const prefix = "viva_live_";
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 32 characters of 62 are 190 bits. */
const randomLength = 32;
const checksumLength = 6;
const keyPattern = new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength}}_[0-9A-Za-z]{${checksumLength}}$`);
const lastUseStepMs = 60_000;

/** Keys over a store. Only the SHA-256 of a key is kept. */
export function createKeys(
  { store, clock, ids }: { readonly store: KeyStore; readonly clock: Clock; readonly ids: Ids },
): Keys {
  const unexpired = (key: ApiKey | null) =>
    key && (key.expiresAt === null || key.expiresAt > clock.now().toISOString()) ? key : null;
  return {
    async create({ name, scopes, expiresAt }) {
      const random = randomText();
      const key = `${prefix}${random}_${checksum(random)}`;
      const apiKey: ApiKey = {
        id: ids.next("key"),
        name,
        scopes,
        createdAt: clock.now().toISOString(),
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
        lastUsedAt: null,
      };
      await store.add(apiKey, sha256(key).toString("hex"));
      return { apiKey, key };
    },
    list: () => store.list(),
    revoke: (id) => store.revoke(id, clock.now().toISOString()),
    async verify(text) {
      // A typing error is refused without asking the database.
      if (!keyPattern.test(text)) return null;
      const random = text.slice(prefix.length, prefix.length + randomLength);
      if (checksum(random) !== text.slice(-checksumLength)) return null;
      const key = unexpired(await store.byHash(sha256(text).toString("hex")));
      if (!key) return null;
      const now = clock.now();
      if (key.lastUsedAt === null || now.getTime() - Date.parse(key.lastUsedAt) >= lastUseStepMs) {
        await store.used(key.id, now.toISOString());
      }
      return key;
    },
    valid: async (id) => unexpired(await store.byId(id)),
    required: () => store.any(),
  };
}

function randomText(): string {
  let text = "";
  while (text.length < randomLength) {
    // Bytes from 248 on are dropped, so that every character is equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(randomLength))) {
      if (byte < 248 && text.length < randomLength) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

function checksum(text: string): string {
  return [...sha256(text).subarray(0, checksumLength)].map((byte) => alphabet[byte % alphabet.length]).join("");
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
