/**
 * Tells other servers what happened, signed as Standard Webhooks ask for, again and again until they have taken it.
 *
 * @module
 */
export {
  type Delivery,
  type DueDelivery,
  type Webhook,
  type WebhookEvent,
  webhookEvents,
  type WebhookStore,
} from "./ports.ts";
export { checkTarget, isPublicAddress, type TargetRules } from "./target.ts";
export { type Post, postTo } from "./post.ts";
export { createWebhooks, type Webhooks } from "./webhooks.ts";
export { createDeliverer, type Deliverer, type DelivererParts } from "./deliverer.ts";
