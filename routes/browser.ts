import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";

const cookieName = "viva";
const cookieMaxAgeS = 365 * 24 * 3_600;

/** Who the browser is: the value of its signed cookie; `null` without a valid one. */
export async function browserOf(c: Context, secret: string): Promise<string | null> {
  return await getSignedCookie(c, secret, cookieName) || null;
}

/** Who the browser is; one that comes for the first time gets a cookie. */
export async function browserOrNew(c: Context, secret: string): Promise<string> {
  const known = await browserOf(c, secret);
  if (known) return known;
  const fresh = `browser_${crypto.randomUUID()}`;
  await setSignedCookie(c, cookieName, fresh, secret, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: cookieMaxAgeS,
    secure: new URL(c.req.url).protocol === "https:",
  });
  return fresh;
}
