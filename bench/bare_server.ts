/**
 * What viva's HTTP grading is measured against: Hono, one route, one insert into a libSQL file (WAL, every commit synced).
 *
 * @module
 */
import { createClient } from "@libsql/client";
import { Hono } from "hono";

const client = createClient({ url: `file:${Deno.args[0]}` });
await client.execute("PRAGMA journal_mode = WAL");
await client.execute("CREATE TABLE answers (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
const app = new Hono();
app.post("/v1/grade", async (c) => {
  const body = await c.req.json();
  await client.execute({ sql: "INSERT INTO answers VALUES (?, ?)", args: [crypto.randomUUID(), JSON.stringify(body)] });
  return c.json({ score: body.answer.choices[0] === "b" ? 1 : 0 });
});
Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/\n\n\n\n`),
}, app.fetch);
