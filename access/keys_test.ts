import assert from "node:assert/strict";
import fc from "fast-check";
import { hasScope, maySee } from "./caller.ts";
import { type ApiKey, createKeys } from "./keys.ts";
import type { KeyStore } from "./ports.ts";

function memoryStore(): KeyStore & { readonly hashes: readonly string[]; readonly uses: string[] } {
  const rows: { key: ApiKey; hash: string; revoked: boolean }[] = [];
  const uses: string[] = [];
  const live = (fits: (row: { key: ApiKey; hash: string }) => boolean) =>
    Promise.resolve(rows.find((row) => !row.revoked && fits(row))?.key ?? null);
  return {
    uses,
    get hashes() {
      return rows.map(({ hash }) => hash);
    },
    add: (key, hash) => Promise.resolve(void rows.push({ key, hash, revoked: false })),
    list: () => Promise.resolve(rows.filter(({ revoked }) => !revoked).map(({ key }) => key)),
    byHash: (hash) => live((row) => row.hash === hash),
    byId: (id) => live((row) => row.key.id === id),
    revoke(id) {
      const row = rows.find((row) => row.key.id === id && !row.revoked);
      if (row) row.revoked = true;
      return Promise.resolve(row !== undefined);
    },
    used(id, at) {
      uses.push(at);
      const row = rows.find((row) => row.key.id === id);
      if (row) row.key = { ...row.key, lastUsedAt: at };
      return Promise.resolve();
    },
    any: () => Promise.resolve(rows.length > 0),
  };
}

function setUp(start = "2027-01-01T00:00:00.000Z") {
  const store = memoryStore();
  let now = new Date(start);
  let count = 0;
  const keys = createKeys({ store, clock: { now: () => now }, ids: { next: (prefix) => `${prefix}_${++count}` } });
  return { store, keys, at: (time: string) => now = new Date(time) };
}

Deno.test("create() gives a key of the documented form, of which only the hash is kept", async () => {
  const { keys, store } = setUp();
  const { key, apiKey } = await keys.create({ name: "course", scopes: ["grade"] });
  assert.match(key, /^viva_live_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
  assert.deepEqual(await keys.verify(key), { ...apiKey, lastUsedAt: null });
  assert.ok(!JSON.stringify([store.hashes, await keys.list()]).includes(key.slice(10, 42)));
});

Deno.test("verify() refuses a key with any one character changed", async () => {
  const { keys } = setUp();
  const { key } = await keys.create({ name: "course", scopes: ["grade"] });
  await fc.assert(fc.asyncProperty(fc.nat(key.length - 1), fc.constantFrom(..."0aZ_ -é"), async (place, character) => {
    fc.pre(key[place] !== character);
    assert.equal(await keys.verify(key.slice(0, place) + character + key.slice(place + 1)), null);
  }));
});

Deno.test("verify() refuses revoked and expired keys, and callers still need one", async () => {
  const { keys, at } = setUp();
  assert.equal(await keys.required(), false);
  const revoked = await keys.create({ name: "a", scopes: ["grade"] });
  const expiring = await keys.create({ name: "b", scopes: ["grade"], expiresAt: "2027-01-02T00:00:00Z" });
  assert.equal(await keys.revoke(revoked.apiKey.id), true);
  assert.equal(await keys.revoke(revoked.apiKey.id), false);
  assert.equal(await keys.verify(revoked.key), null);
  assert.ok(await keys.verify(expiring.key));
  at("2027-01-02T00:00:00.001Z");
  assert.equal(await keys.verify(expiring.key), null);
  assert.equal(await keys.valid(expiring.apiKey.id), null);
  assert.equal(await keys.required(), true);
});

Deno.test("verify() notes the last use at most once a minute", async () => {
  const { keys, store, at } = setUp();
  const { key } = await keys.create({ name: "a", scopes: ["grade"] });
  await keys.verify(key);
  await keys.verify(key);
  at("2027-01-01T00:01:00.000Z");
  await keys.verify(key);
  assert.deepEqual(store.uses, ["2027-01-01T00:00:00.000Z", "2027-01-01T00:01:00.000Z"]);
});

const key = (id: string, ...scopes: ApiKey["scopes"]) => ({
  kind: "key" as const,
  key: { id, name: id, scopes, createdAt: "", expiresAt: null, lastUsedAt: null },
});

Deno.test("maySee() shows a key its own and an admin everything; a browser its own and what belongs to no browser", () => {
  const owners = [null, "key:a", "key:b", "browser_1"];
  const seen = (caller: Parameters<typeof maySee>[0]) => owners.filter((owner) => maySee(caller, owner));
  assert.deepEqual(seen({ kind: "open" }), owners);
  assert.deepEqual(seen(key("a", "sessions")), ["key:a"]);
  assert.deepEqual(seen(key("a", "admin")), owners);
  assert.deepEqual(seen({ kind: "browser", owner: "browser_1" }), owners);
  assert.deepEqual(seen({ kind: "browser", owner: null }), [null, "key:a", "key:b"]);
});

Deno.test("hasScope() lets admin do everything and a browser nothing", () => {
  assert.ok(hasScope(key("a", "admin"), "reviewer"));
  assert.ok(!hasScope(key("a", "grade"), "reviewer"));
  assert.ok(!hasScope({ kind: "browser", owner: "browser_1" }, "sessions"));
});
