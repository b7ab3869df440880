import type { Webhook, WebhookEvent, WebhookStore } from "./ports.ts";

/** Registers where to tell what. */
export interface Webhooks {
  /**
   * Adds a webhook; its secret is returned once.
   *
   * @param owner whose things it is told of; `null` for everything
   * @param keyId the key that it is made with, after whose end it is told nothing
   */
  add(
    wish: { readonly url: string; readonly events: readonly WebhookEvent[] },
    owner: string | null,
    keyId?: string | null,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }>;
  /** Webhooks whose owner the caller may see, oldest first. */
  list(visible: (owner: string | null) => boolean): Promise<readonly Webhook[]>;
  /** `false` for a webhook that is unknown or whose owner the caller may not see. */
  remove(id: string, visible: (owner: string | null) => boolean): Promise<boolean>;
}

/** Bytes of a secret; the specification asks for 24 to 64. */
const secretBytes = 32;

/** Builds the service. */
export function createWebhooks(
  { store, clock, ids }: {
    readonly store: WebhookStore;
    readonly clock: { now(): Date };
    readonly ids: { next(prefix: string): string };
  },
): Webhooks {
  return {
    async add({ url, events }, owner, keyId = null) {
      const webhook: Webhook = {
        id: ids.next("webhook"),
        url,
        events,
        createdAt: clock.now().toISOString(),
        disabledAt: null,
      };
      const secret = `whsec_${crypto.getRandomValues(new Uint8Array(secretBytes)).toBase64()}`;
      await store.add(webhook, { owner, keyId, secret });
      return { webhook, secret };
    },
    list: async (visible) => (await store.list()).filter(({ owner }) => visible(owner)).map(({ webhook }) => webhook),
    async remove(id, visible) {
      const found = (await store.list()).find(({ webhook }) => webhook.id === id);
      return found !== undefined && visible(found.owner) && await store.remove(id);
    },
  };
}
