import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { WebhookEvent, WebhookStore } from "../webhooks/mod.ts";
import type { Database, Transaction } from "./database.ts";
import { apiKeys, webhookDeliveries, webhooks } from "./schema.ts";

/** Webhooks and the messages that wait, in the database. */
export function createWebhookStore({ read, write }: Database): WebhookStore {
  return {
    add: (webhook, rest) => write(async (tx) => void await tx.insert(webhooks).values({ ...webhook, ...rest })),
    list: () =>
      read(async (db) =>
        (await db.select().from(webhooks).orderBy(asc(webhooks.createdAt))).map((
          { owner, secret: _, keyId: __, ...webhook },
        ) => ({ webhook, owner }))
      ),
    remove: (id) =>
      write(async (tx) => {
        await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id));
        return (await tx.delete(webhooks).where(eq(webhooks.id, id))).rowsAffected > 0;
      }),
    due: (now, limit) =>
      read((db) =>
        db.select({
          id: webhookDeliveries.id,
          event: webhookDeliveries.event,
          subjectId: webhookDeliveries.subjectId,
          at: webhookDeliveries.at,
          attempts: webhookDeliveries.attempts,
          webhookId: webhooks.id,
          url: webhooks.url,
          secret: webhooks.secret,
        }).from(webhookDeliveries).innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
          .leftJoin(apiKeys, eq(apiKeys.id, webhooks.keyId))
          .where(and(lte(webhookDeliveries.nextAt, now), madeWithValidKey(now))).orderBy(asc(webhookDeliveries.nextAt))
          .limit(limit)
      ),
    settle: (id) => write(async (tx) => void await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.id, id))),
    retry: (id, { nextAt }) =>
      write(async (tx) =>
        void await tx.update(webhookDeliveries).set({ nextAt, attempts: sql`${webhookDeliveries.attempts} + 1` })
          .where(eq(webhookDeliveries.id, id))
      ),
    disable: (id, at) =>
      write(async (tx) => {
        await tx.update(webhooks).set({ disabledAt: at }).where(eq(webhooks.id, id));
        await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id));
      }),
  };
}

/** Whoever lost a key, or its trust, is told nothing more. */
const madeWithValidKey = (at: string) =>
  or(isNull(webhooks.keyId), and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, at))));

/** Adds a message for every webhook that is told of such an event and may know of the owner's things. */
export async function announce(
  tx: Transaction,
  { event, subjectId, owner, at }: {
    readonly event: WebhookEvent;
    readonly subjectId: string;
    readonly owner: string | null;
    readonly at: string;
  },
): Promise<void> {
  const told = await tx.select({ id: webhooks.id, events: webhooks.events }).from(webhooks)
    .leftJoin(apiKeys, eq(apiKeys.id, webhooks.keyId))
    .where(
      and(
        isNull(webhooks.disabledAt),
        madeWithValidKey(at),
        or(isNull(webhooks.owner), eq(webhooks.owner, owner ?? "")),
      ),
    );
  const rows = told.filter(({ events }) => events.includes(event)).map(({ id }) => ({
    id: `msg_${crypto.randomUUID().replaceAll("-", "")}`,
    webhookId: id,
    event,
    subjectId,
    at,
    attempts: 0,
    nextAt: at,
  }));
  if (rows.length > 0) await tx.insert(webhookDeliveries).values(rows);
}
