import { and, asc, eq, isNull } from "drizzle-orm";
import type { ApiKey, KeyStore } from "../access/mod.ts";
import type { Database } from "./database.ts";
import { apiKeys } from "./schema.ts";

/** API keys in the database. */
export function createKeyStore({ read, write }: Database): KeyStore {
  const columns = {
    id: apiKeys.id,
    name: apiKeys.name,
    scopes: apiKeys.scopes,
    createdAt: apiKeys.createdAt,
    expiresAt: apiKeys.expiresAt,
    lastUsedAt: apiKeys.lastUsedAt,
  };
  const one = (condition: ReturnType<typeof eq>) =>
    read(async (db): Promise<ApiKey | null> => {
      const [row] = await db.select(columns).from(apiKeys).where(and(condition, isNull(apiKeys.revokedAt)));
      return row ?? null;
    });
  return {
    add: (key, hash) => write(async (tx) => void await tx.insert(apiKeys).values({ ...key, hash })),
    list: () =>
      read((db) => db.select(columns).from(apiKeys).where(isNull(apiKeys.revokedAt)).orderBy(asc(apiKeys.createdAt))),
    byHash: (hash) => one(eq(apiKeys.hash, hash)),
    byId: (id) => one(eq(apiKeys.id, id)),
    revoke: (id, at) =>
      write(async (tx) => {
        const { rowsAffected } = await tx.update(apiKeys).set({ revokedAt: at })
          .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
        return rowsAffected > 0;
      }),
    used: (id, at) =>
      write(async (tx) => void await tx.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id))),
    any: () => read(async (db) => (await db.select({ id: apiKeys.id }).from(apiKeys).limit(1)).length > 0),
  };
}
