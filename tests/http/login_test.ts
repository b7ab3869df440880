import assert from "node:assert/strict";
import { createApp } from "../../app.ts";
import { createPages } from "../../pages.ts";
import { createOidc } from "../../access/mod.ts";
import { type FakeProvider, startFakeProvider } from "../support/fake_provider.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { base, browserAt } from "../support/page_visitor.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice());

Deno.test("an open server asks nobody to log in", async () => {
  await using test = await createTestApp({ bank });
  const go = browserAt(test);
  assert.equal((await go("/")).status, 200);
  assert.equal((await go("/start", { mode: "practice", length: "1" })).status, 303);
});

Deno.test("where keys are on, pages ask for a key, take a valid one, and forget it at log-out and when it is revoked", async () => {
  await using test = await createTestApp({ bank });
  const { key, apiKey } = await test.services.keys.create({ name: "room", scopes: ["sessions"] });
  const go = browserAt(test);
  for (const path of ["/", "/questions"]) {
    const asked = await go(path);
    assert.deepEqual([asked.status, asked.to], [303, `/login?to=${encodeURIComponent(path)}`]);
  }
  assert.match((await go("/start", { mode: "practice", length: "1" })).to ?? "", /^\/login/);
  const wrong = await go("/login", { key: "viva_live_wrong", to: "/questions" });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /role="alert"/);
  assert.equal((await go("/login", { key: ` ${key} `, to: "/questions" })).to, "/questions");
  assert.equal((await go("/questions")).status, 200);
  const started = await go("/start", { mode: "practice", length: "1" });
  assert.equal((await go(started.to!)).status, 200);
  await go("/logout", {});
  assert.equal((await go("/")).status, 303);
  await go("/login", { key, to: "/" });
  await test.services.keys.revoke(apiKey.id);
  assert.equal((await go("/")).status, 303);
});

Deno.test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "javascript:alert(1)",
  // Browsers take tabs and line breaks out of an address, and then its dots.
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
])(
  "a log-in does not lead to %j",
  async (to) => {
    await using test = await createTestApp({ bank });
    const { key } = await test.services.keys.create({ name: "room", scopes: ["sessions"] });
    assert.equal((await browserAt(test)("/login", { key, to })).to, "/");
  },
);

Deno.test("behind a proxy that ends TLS, cookies never go over plain http", async () => {
  await using test = await createTestApp({ bank });
  const { key } = await test.services.keys.create({ name: "room", scopes: ["sessions"] });
  const app = createApp(test.services, createPages(test.services));
  const cookies = async (headers: Record<string, string>) => {
    const reply = await app.request(`${base}/login`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: base, ...headers },
      body: new URLSearchParams({ key, to: "/" }).toString(),
    });
    assert.equal(reply.status, 303);
    return reply.headers.getSetCookie();
  };
  const [behind, plain] = [await cookies({ "X-Forwarded-Proto": "https" }), await cookies({})];
  assert.ok(behind.length > 0 && behind.every((cookie) => /; Secure/.test(cookie)), behind.join());
  assert.ok(plain.length > 0 && plain.every((cookie) => !/; Secure/.test(cookie)), plain.join());
});

Deno.test("whoever was sent the address of an interview opens it without logging in", async () => {
  await using test = await createTestApp({ bank });
  const { apiKey } = await test.services.keys.create({ name: "course", scopes: ["sessions"] });
  const { id } = await test.interview.start({ mode: "practice" }, `key:${apiKey.id}`);
  assert.equal((await browserAt(test)(`/sessions/${id}`)).status, 200);
});

async function withProvider(): Promise<{ readonly provider: FakeProvider; readonly test: TestApp } & AsyncDisposable> {
  const provider = await startFakeProvider({ id: "viva", secret: "hidden" });
  const oidc = createOidc({
    issuer: provider.issuer,
    clientId: "viva",
    clientSecret: "hidden",
    redirectUrl: `${base}/login/callback`,
    reviewers: ["ada@example.com"],
    admins: [],
  });
  const test = await createTestApp({ bank, oidc });
  return {
    provider,
    test,
    [Symbol.asyncDispose]: async () => {
      await test[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

const ada = { sub: "1", name: "Ada", email: "Ada@example.com", email_verified: true };

Deno.test("a person logs in with the organisation and finds the same interviews at another browser", async () => {
  await using both = await withProvider();
  const { provider, test } = both;
  provider.person = ada;
  const logIn = async () => {
    const go = browserAt(test);
    const begun = await go("/login/start?to=/questions");
    const back = provider.authorize(new URL(begun.to!));
    assert.equal((await go(`${back.pathname}${back.search}`)).to, "/questions");
    return go;
  };
  const [desk, phone] = [await logIn(), await logIn()];
  const started = await desk("/start", { mode: "practice", length: "1" });
  assert.equal((await phone(started.to!)).status, 200);
  provider.person = { ...ada, sub: "2" };
  assert.equal((await (await logIn())(started.to!)).status, 404);
  assert.equal((await browserAt(test)(started.to!)).status, 404);
});

Deno.test.each(
  [
    ["another state", (back: URL) => back.searchParams.set("state", "other"), undefined],
    ["no code", (back: URL) => back.searchParams.delete("code"), undefined],
    ["a code that the provider does not know", (back: URL) => back.searchParams.set("code", "other"), undefined],
    ["a token for another nonce", undefined, { nonce: "other" }],
    ["a token for another client", undefined, { aud: "other" }],
    ["a token of another issuer", undefined, { iss: "http://127.0.0.1:1" }],
    ["a token that has expired", undefined, { exp: 1 }],
  ] as const,
)("a log-in that comes back with %s is refused", async (_, change, forged) => {
  await using both = await withProvider();
  const { provider, test } = both;
  provider.person = ada;
  if (forged) provider.forge = (claims) => ({ ...claims, ...forged });
  const go = browserAt(test);
  const back = provider.authorize(new URL((await go("/login/start?to=/")).to!));
  change?.(back);
  assert.equal((await go(`${back.pathname}${back.search}`)).status, 422);
  assert.equal((await go("/")).status, 303);
});

Deno.test("an answer of the provider that another browser asked for is refused", async () => {
  await using both = await withProvider();
  const { provider, test } = both;
  provider.person = ada;
  const back = provider.authorize(new URL((await browserAt(test)("/login/start?to=/")).to!));
  const victim = browserAt(test);
  assert.equal((await victim(`${back.pathname}${back.search}`)).status, 422);
  await victim("/login/start?to=/");
  assert.equal((await victim(`${back.pathname}${back.search}`)).status, 422);
});

Deno.test.each(
  [
    ["a verified address on the list", ada, ["sessions", "reviewer"]],
    ["an address that nobody has verified", { ...ada, email_verified: false }, ["sessions"]],
    ["another address", { ...ada, email: "eve@example.com" }, ["sessions"]],
  ] as const,
)("%s gives the scopes %j", async (_, person, scopes) => {
  await using both = await withProvider();
  const { provider, test } = both;
  provider.person = person;
  const { url, checks } = await test.services.oidc!.begin();
  const { scopes: given } = await test.services.oidc!.finish(provider.authorize(url), checks);
  assert.deepEqual(given, scopes);
});
