/** What can be told. */
export const webhookEvents = ["grade.created", "session.finished", "batch.finished"] as const;

/** One of {@link webhookEvents}. */
export type WebhookEvent = typeof webhookEvents[number];

/** Where to tell what. */
export interface Webhook {
  /** Id of the webhook. */
  readonly id: string;
  /** Where messages are posted to. */
  readonly url: string;
  /** What is told. */
  readonly events: readonly WebhookEvent[];
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time at which the receiver said that it is gone (410), or was given up; `null` while it is told. */
  readonly disabledAt: string | null;
}

/** A message to be delivered. */
export interface Delivery {
  /** Id of the message, the same in every attempt. */
  readonly id: string;
  /** What happened. */
  readonly event: WebhookEvent;
  /** To what: a grade, session or batch. */
  readonly subjectId: string;
  /** ISO time at which it happened. */
  readonly at: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** A message whose time has come, with where it goes. */
export interface DueDelivery extends Delivery {
  /** The webhook. */
  readonly webhookId: string;
  /** Where it goes. */
  readonly url: string;
  /** Signs it: "whsec_" and base64. */
  readonly secret: string;
}

/**
 * Where webhooks are kept, with the messages that wait. A message is added by whoever commits what happened, in the same
 * transaction.
 */
export interface WebhookStore {
  /**
   * Adds a webhook. `owner` is whose things it is told of, `null` for everything; `keyId` the key that it was made with, and after
   * whose end it is told nothing.
   */
  add(
    webhook: Webhook,
    options: { readonly owner: string | null; readonly keyId: string | null; readonly secret: string },
  ): Promise<void>;
  /** Webhooks with their owners, oldest first. */
  list(): Promise<readonly { readonly webhook: Webhook; readonly owner: string | null }[]>;
  /** Removes a webhook and what waits for it; `false` for an unknown id. */
  remove(id: string): Promise<boolean>;
  /** Messages whose time has come, oldest first. */
  due(now: string, limit: number): Promise<readonly DueDelivery[]>;
  /** Forgets a message: it was taken, or there is nothing left to tell. */
  settle(deliveryId: string): Promise<void>;
  /** Notes a failed attempt, and the ISO time of the next. */
  retry(deliveryId: string, options: { readonly nextAt: string }): Promise<void>;
  /** Stops telling a receiver, and forgets what waits for it. */
  disable(webhookId: string, at: string): Promise<void>;
}
