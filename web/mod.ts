/**
 * The web chat: pages rendered on the server that work without script, and browser code that makes them live.
 *
 * @module
 */
export { webPages, type WebPagesOptions } from "./web_pages.tsx";
export type { OpenSession, WebInterview, WebServices, WebStatus } from "./services.ts";
