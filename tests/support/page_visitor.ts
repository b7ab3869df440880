import { createApp } from "../../app.ts";
import { createPages } from "../../pages.ts";
import type { TestApp } from "./services.ts";

/** Where the pages are. */
export const base = "http://127.0.0.1";

/** A browser without script: it keeps cookies and follows nothing. */
export function browserAt(test: TestApp) {
  const app = createApp(test.services, createPages(test.services));
  const cookies = new Map<string, string>();
  return async (path: string, form?: Record<string, string>) => {
    const reply = await app.request(new URL(path, base).href, {
      method: form ? "POST" : "GET",
      headers: {
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form && { "Content-Type": "application/x-www-form-urlencoded", Origin: base }),
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: reply.status, to: reply.headers.get("Location"), text: await reply.text() };
  };
}
