import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseInUse, holdDatabase } from "./hold_database.ts";

Deno.test("holdDatabase() lets one hold a file at a time, and the next once it is let go", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-hold-" });
  try {
    const url = `file:${join(folder, "viva.db")}`;
    {
      using _held = await holdDatabase(url);
      await assert.rejects(holdDatabase(url), DatabaseInUse);
    }
    using _again = await holdDatabase(url);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("holdDatabase() holds nothing where there is no file", async () => {
  using _one = await holdDatabase("libsql://db.example");
  using _two = await holdDatabase("libsql://db.example");
});
