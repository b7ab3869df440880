import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { type LoginChecks, type Person, scopes, type Visitor } from "../access/mod.ts";
import type { Services } from "./services.ts";

const names = { browser: "viva", login: "viva_login", checks: "viva_checks" } as const;
const browserMaxAgeS = 365 * 24 * 3_600;
const loginMaxAgeS = 12 * 3_600;
const checksMaxAgeS = 600;

/** Where a request keeps the cookie that it has just set, so that it sets no second one. */
const fresh = "freshBrowser";

type Login =
  | { readonly kind: "key"; readonly keyId: string }
  | { readonly kind: "person"; readonly person: Person; readonly until: number };
type Parts = Pick<Services, "keys" | "closed" | "cookieSecret" | "clock">;

/** Whose interviews a browser's are, from its signed cookies; `null` for a browser that has none. */
export async function browserOf(c: Context, parts: Pick<Parts, "cookieSecret" | "clock">): Promise<string | null> {
  const login = await loginOf(c, parts);
  return login?.kind === "person" ? login.person.id : await read(c, "browser", parts.cookieSecret);
}

/** Whose interviews a browser's are; one that comes for the first time gets a cookie. */
export async function browserOrNew(c: Context, parts: Pick<Parts, "cookieSecret" | "clock">): Promise<string> {
  const known: string | null = c.get(fresh) ?? await browserOf(c, parts);
  if (known) return known;
  const owner = `browser_${crypto.randomUUID()}`;
  await write(c, { name: "browser", value: owner, maxAgeS: browserMaxAgeS, secret: parts.cookieSecret });
  c.set(fresh, owner);
  return owner;
}

/** Who is at the browser; `null` where a log-in is needed first. */
export async function visitorOf(c: Context, parts: Parts): Promise<Visitor | null> {
  const owner = await browserOrNew(c, parts);
  if (!await parts.closed()) return { owner, name: null, scopes };
  const login = await loginOf(c, parts);
  switch (login?.kind) {
    case undefined:
      return null;
    case "key": {
      const key = await parts.keys.valid(login.keyId);
      return key && { owner, name: key.name, scopes: key.scopes };
    }
    case "person":
      return { owner: login.person.id, name: login.person.name, scopes: login.person.scopes };
    default:
      return login satisfies never;
  }
}

/** Logs a browser in with a key; `false` for a key that is not valid. */
export async function logInWithKey(
  c: Context,
  { text, ...parts }: Parts & { readonly text: string },
): Promise<boolean> {
  const key = await parts.keys.verify(text);
  if (key) await writeLogin(c, { kind: "key", keyId: key.id }, parts);
  return key !== null;
}

/** Logs a person in that the provider vouches for. */
export async function logInPerson(
  c: Context,
  { person, ...parts }: Parts & { readonly person: Person },
): Promise<void> {
  await writeLogin(c, { kind: "person", person, until: parts.clock.now().getTime() + loginMaxAgeS * 1_000 }, parts);
}

/** Forgets who is logged in. */
export function logOut(c: Context): void {
  deleteCookie(c, names.login, { path: "/" });
}

/** Keeps what the provider's answer must fit, until the browser comes back. */
export async function keepChecks(
  c: Context,
  { checks, to, secret }: { readonly checks: LoginChecks; readonly to: string; readonly secret: string },
): Promise<void> {
  await write(c, { name: "checks", value: JSON.stringify({ ...checks, to }), maxAgeS: checksMaxAgeS, secret });
}

/** What was kept for this browser, once. */
export async function takeChecks(c: Context, secret: string): Promise<LoginChecks & { readonly to: string } | null> {
  const kept = await read(c, "checks", secret);
  deleteCookie(c, names.checks, { path: "/" });
  return kept === null ? null : JSON.parse(kept);
}

async function loginOf(
  c: Context,
  { cookieSecret, clock }: Pick<Parts, "cookieSecret" | "clock">,
): Promise<Login | null> {
  const text = await read(c, "login", cookieSecret);
  if (text === null) return null;
  const login: Login = JSON.parse(text);
  // A browser may keep a cookie for longer than it was asked to.
  return login.kind === "person" && login.until < clock.now().getTime() ? null : login;
}

const writeLogin = (c: Context, login: Login, { cookieSecret }: Parts) =>
  write(c, { name: "login", value: JSON.stringify(login), maxAgeS: loginMaxAgeS, secret: cookieSecret });

async function read(c: Context, name: keyof typeof names, secret: string): Promise<string | null> {
  // The name is part of what is signed, so that one cookie's value cannot stand in another.
  const value = await getSignedCookie(c, secret, names[name]) || null;
  const prefix = `${name} `;
  return name === "browser" ? value : value?.startsWith(prefix) ? value.slice(prefix.length) : null;
}

async function write(
  c: Context,
  { name, value, maxAgeS, secret }: {
    readonly name: keyof typeof names;
    readonly value: string;
    readonly maxAgeS: number;
    readonly secret: string;
  },
): Promise<void> {
  await setSignedCookie(c, names[name], name === "browser" ? value : `${name} ${value}`, secret, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: maxAgeS,
    // A proxy that ends TLS says so; whoever else says it only keeps his own cookie from plain http.
    secure: new URL(c.req.url).protocol === "https:" || c.req.header("X-Forwarded-Proto") === "https",
  });
}
