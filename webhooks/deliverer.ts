import { Webhook as Signer } from "standardwebhooks";
import type { Delivery, DueDelivery, WebhookStore } from "./ports.ts";
import type { Post } from "./post.ts";

/** Delivers the messages whose time has come. */
export interface Deliverer {
  /** Makes one attempt for each of them; resolves when all are over. Never rejects for a receiver's sake. */
  deliver(): Promise<void>;
}

/** Parts of a deliverer. */
export interface DelivererParts {
  /** Webhooks and the messages that wait. */
  readonly store: WebhookStore;
  /** Time. */
  readonly clock: {
    /** The time now. */
    now(): Date;
  };
  /** Posts a message; gives the status of the reply. */
  readonly post: Post;
  /** What is told of a grade, session or batch; `null` when it is gone. */
  dataOf(delivery: Delivery): Promise<unknown>;
  /** Told of a receiver that is given up. */
  onDisabled(webhookId: string, reason: string): void;
}

/** Waits before the second and every later attempt, as the Standard Webhooks specification proposes: about three days in all. */
const waitsS: readonly number[] = [
  5,
  5 * 60,
  30 * 60,
  2 * 3_600,
  5 * 3_600,
  10 * 3_600,
  14 * 3_600,
  20 * 3_600,
  24 * 3_600,
];
const atOnce = 16;
const gone = 410;

/** Builds a deliverer. */
export function createDeliverer({ store, clock, post, dataOf, onDisabled }: DelivererParts): Deliverer {
  const attempt = async (delivery: DueDelivery): Promise<void> => {
    const data = await dataOf(delivery);
    if (data === null) return await store.settle(delivery.id);
    const body = JSON.stringify({ type: delivery.event, timestamp: delivery.at, data });
    const now = clock.now();
    const status = await post(delivery.url, {
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "viva",
        "webhook-id": delivery.id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": new Signer(delivery.secret).sign(delivery.id, now, body),
      },
    }).catch((error: unknown) => error instanceof Error ? error.message : String(error));
    if (typeof status === "number" && status >= 200 && status < 300) return await store.settle(delivery.id);
    if (status === gone) {
      onDisabled(delivery.webhookId, "it answered 410 Gone");
      return await store.disable(delivery.webhookId, now.toISOString());
    }
    const waitS = waitsS[delivery.attempts];
    if (waitS !== undefined) {
      return await store.retry(delivery.id, { nextAt: new Date(now.getTime() + waitS * 1_000).toISOString() });
    }
    onDisabled(delivery.webhookId, `${delivery.attempts + 1} attempts failed, the last with ${status}`);
    await store.disable(delivery.webhookId, now.toISOString());
  };
  let running: Promise<void> | null = null;
  const deliverDue = async () => {
    const due = await store.due(clock.now().toISOString(), atOnce);
    await Promise.all(due.map(attempt));
    if (due.length === atOnce) await deliverDue();
  };
  return {
    // Two rounds at the same time would send messages twice.
    deliver: () => running ??= deliverDue().finally(() => running = null),
  };
}
