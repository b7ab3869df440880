import { and, eq, isNull, lt } from "drizzle-orm";
import type { ReplyStore } from "../interview/mod.ts";
import type { Database } from "./database.ts";
import { idempotencyKeys } from "./schema.ts";

const keptMs = 24 * 3_600_000;

/** Idempotency keys in the database. */
export function createReplyStore({ read, write }: Database, { now }: { readonly now: () => Date }): ReplyStore {
  const at = ({ scope, key }: { readonly scope: string; readonly key: string }) =>
    and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key));
  return {
    async claim({ scope, key, bodyHash }) {
      const claimed = await write((tx) =>
        tx.insert(idempotencyKeys).values({ scope, key, bodyHash, createdAt: now().toISOString() })
          .onConflictDoNothing().returning({ key: idempotencyKeys.key })
      );
      if (claimed.length > 0) return { kind: "new" };
      const found = await read((db) => db.query.idempotencyKeys.findFirst({ where: at({ scope, key }) }));
      if (!found) return { kind: "in-flight" };
      if (found.bodyHash !== bodyHash) return { kind: "other-body" };
      if (found.status === null) return { kind: "in-flight" };
      return { kind: "done", reply: { status: found.status, headers: found.headers ?? {}, body: found.body ?? "" } };
    },
    async keep(key, reply) {
      await write((tx) => tx.update(idempotencyKeys).set(reply).where(at(key)));
    },
    async release(key) {
      await write((tx) => tx.delete(idempotencyKeys).where(at(key)));
    },
    async forgetOld() {
      const before = new Date(now().getTime() - keptMs).toISOString();
      await write((tx) => tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before)));
    },
    async releaseAll() {
      await write((tx) => tx.delete(idempotencyKeys).where(isNull(idempotencyKeys.status)));
    },
  };
}
