import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { pathOf } from "./database.ts";

/** Another server works on the same database file. */
export class DatabaseInUse extends Error {
  override name = "DatabaseInUse";
}

/**
 * Holds a database file for this process alone, until it is disposed of or the process ends, however it ends. Two servers on one
 * file would grade the same answers and give back each other's idempotency keys. Other databases (a libSQL server, memory) need
 * no holding.
 *
 * @throws {DatabaseInUse} when another process holds it
 */
export async function holdDatabase(url: string): Promise<Disposable> {
  if (!url.startsWith("file:")) return { [Symbol.dispose]: () => {} };
  const path = `${pathOf(url)}.lock`;
  await mkdir(dirname(path), { recursive: true });
  const file = await Deno.open(path, { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
  throw new DatabaseInUse(`Cannot use the database "${pathOf(url)}": another server uses it, expected it to be free`);
}
