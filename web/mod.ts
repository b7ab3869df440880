/**
 * The web chat: pages rendered on the server that work without script, and browser code that makes them live.
 *
 * @module
 */
export type { Context, Hono } from "hono";
export { webPages, type WebPagesOptions } from "./web_pages.tsx";
export type { WebInterview, WebReview, WebServices, WebStatus } from "./services.ts";
export type { ServerStatus, StaffBank, StaffOperations, StaffServices, StaffWebhook } from "./staff_services.ts";
