import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { sql } from "drizzle-orm";
import { createInterviewStore } from "./interview_store.ts";
import { openDatabase, StoreUnavailable } from "./database.ts";
import { settingOnce } from "./settings.ts";

const sleep = () => new Promise<void>((resolve) => setTimeout(resolve));
const now = () => new Date(0);

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "viva-store-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openDatabase() makes the folder, migrates an empty database, and a second time changes nothing", () =>
  withFolder(async (folder) => {
    const url = `file:${join(folder, "deep", "er", "viva.db")}`;
    const schemaOf = async () => {
      await using database = await openDatabase(url, { sleep });
      return await database.read((db) => db.all(sql`SELECT name, sql FROM sqlite_schema ORDER BY name`));
    };
    const first = await schemaOf();
    assert.ok(first.length > 10);
    assert.deepEqual(await schemaOf(), first);
  }));

Deno.test("openDatabase() works in WAL mode and syncs every commit", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    assert.deepEqual(await database.read((db) => db.get(sql`PRAGMA journal_mode`)), { journal_mode: "wal" });
    assert.deepEqual(await database.read((db) => db.get(sql`PRAGMA synchronous`)), { synchronous: 2 });
  }));

Deno.test("a write waits for a lock of another process and goes through once it is released", () =>
  withFolder(async (folder) => {
    const url = `file:${join(folder, "viva.db")}`;
    const other = createClient({ url });
    let waits = 0;
    await using database = await openDatabase(url, {
      sleep: async () => {
        if (++waits === 3) await lock.rollback();
      },
    });
    const lock = await other.transaction("write");
    assert.equal(await settingOnce(database, "name", () => "value"), "value");
    assert.equal(waits, 3);
    other.close();
  }));

Deno.test("a database that stays locked is unavailable, and writes nothing", () =>
  withFolder(async (folder) => {
    const url = `file:${join(folder, "viva.db")}`;
    await using database = await openDatabase(url, { sleep: () => Promise.resolve() });
    const other = createClient({ url });
    const lock = await other.transaction("write");
    await assert.rejects(settingOnce(database, "name", () => "value"), StoreUnavailable);
    await lock.rollback();
    other.close();
    assert.deepEqual(await database.read((db) => db.all(sql`SELECT * FROM settings`)), []);
  }));

Deno.test("a full disk is unavailable, and writes nothing", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    // The limit stands for the connection, and one connection is enough here.
    await database.write((tx) => tx.run(sql`PRAGMA max_page_count = 30`));
    const large = "x".repeat(400_000);
    await assert.rejects(settingOnce(database, "large", () => large), StoreUnavailable);
    assert.deepEqual(await database.read((db) => db.all(sql`SELECT * FROM settings`)), []);
  }));

Deno.test("a stored grade cannot be changed", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    const store = createInterviewStore(database, { now });
    await store.commit({
      session: null,
      grade: {
        jobId: "job",
        turnId: null,
        sessionId: null,
        raw: null,
        standIn: null,
        answer: { kind: "free-text", text: "text" },
        grade: {
          id: "grade",
          questionId: "question",
          questionVersion: "v",
          kind: "free-text",
          status: "graded",
          score: 1,
          outcome: "correct",
          criteria: [],
          misconceptions: [],
          feedback: "",
          confidence: 1,
          grader: { name: "offline", version: "1" },
          gradedAt: now().toISOString(),
          durationMs: 0,
        },
      },
    });
    await assert.rejects(database.write((tx) => tx.run(sql`UPDATE grades SET raw = 'other'`)), (error: Error) => {
      assert.match(String(error.cause), /append-only/);
      return true;
    });
    assert.equal((await store.grade("grade"))?.raw, null);
  }));

Deno.test("settingOnce() keeps the first value", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    assert.equal(await settingOnce(database, "secret", () => "first"), "first");
    assert.equal(await settingOnce(database, "secret", () => "second"), "first");
  }));

Deno.test("writes that arrive together are committed together, and one that fails takes none of the others with it", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    const put = (name: string) =>
      database.write((tx) => tx.run(sql`INSERT INTO settings (name, value) VALUES (${name}, '')`).then(() => name));
    const results = await Promise.allSettled(["a", "b", "a", "c"].map(put));
    assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    assert.deepEqual(await database.read((db) => db.all(sql`SELECT name FROM settings ORDER BY name`)), [
      { name: "a" },
      { name: "b" },
      { name: "c" },
    ]);
  }));

Deno.test("a full disk refuses every write of a group, and keeps those of the group before", () =>
  withFolder(async (folder) => {
    await using database = await openDatabase(`file:${join(folder, "viva.db")}`, { sleep });
    const put = (name: string, length: number) => settingOnce(database, name, () => "x".repeat(length));
    await put("before", 1);
    await database.write((tx) => tx.run(sql`PRAGMA max_page_count = 30`));
    const results = await Promise.allSettled([put("a", 1), put("b", 400_000), put("c", 1)]);
    for (const result of results) {
      assert.ok(result.status === "rejected" && result.reason instanceof StoreUnavailable);
    }
    assert.deepEqual(await database.read((db) => db.all(sql`SELECT name FROM settings`)), [{ name: "before" }]);
  }));
