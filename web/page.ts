import type { Visitor } from "../access/mod.ts";
import type { Manifest } from "./assets.ts";

/** What every page is made with. */
export interface PageContext {
  readonly manifest: Manifest;
  /** Lets the code editor put its styles into this page. */
  readonly nonce: string;
  /** Who is at the browser, where the page says so. */
  readonly visitor: Visitor | null;
}

/** What a page may load and do; nothing from elsewhere, no inline script or style. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Headers of every page. */
export function pageHeaders(nonce: string, options: { readonly store: boolean }): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(nonce),
    "Cache-Control": options.store ? "private, no-cache" : "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    // Forms prove where they come from, so the origin must be sent to ourselves.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  };
}
