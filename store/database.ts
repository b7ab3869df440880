import { type Client, createClient } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as schema from "./schema.ts";

/** The database, migrated and ready. */
export interface Database extends AsyncDisposable {
  /**
   * Runs `work` in a write transaction, one at a time within this process; waits for writers of other processes.
   *
   * @throws {StoreUnavailable} when the disk is full or the database stays locked; nothing is written.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** @throws {StoreUnavailable} when the database cannot be read now. */
  read<T>(work: (db: LibSQLDatabase<typeof schema>) => Promise<T>): Promise<T>;
}

/** What writes are made with. */
export type Transaction = Parameters<Parameters<LibSQLDatabase<typeof schema>["transaction"]>[0]>[0];

/** The database cannot do its work for now; what was to be written is not written. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** How long a writer waits for a lock that another process holds. */
const lockWaitMs = 3_000;
const lockRetryMs = 50;

/**
 * Opens a database and brings it to the newest schema.
 *
 * `url` is a libSQL address: `file:` (created with its folder if missing, in WAL mode), `:memory:`, `libsql:`, `http:`.
 *
 * @throws when the file cannot be opened or is no database
 */
export async function openDatabase(
  url: string,
  { sleep }: { readonly sleep: (ms: number) => Promise<void> },
): Promise<Database> {
  if (url.startsWith("file:")) await mkdir(dirname(pathOf(url)), { recursive: true });
  const isFile = url.startsWith("file:");
  const client = createClient({ url, timeout: 0 });
  // Reads have connections of their own, which a writer that reconnects does not close under them.
  const reader = isFile ? createClient({ url, timeout: 0 }) : client;
  const close = () => {
    client.close();
    if (reader !== client) reader.close();
  };
  try {
    if (isFile) await client.execute("PRAGMA journal_mode = WAL");
    const writes = drizzle(client, { schema });
    const db = drizzle(reader, { schema });
    await migrate(writes, { migrationsFolder: join(import.meta.dirname!, "..", "migrations") });
    let last: Promise<unknown> = Promise.resolve();
    return {
      async read(work) {
        try {
          return await work(db);
        } catch (error) {
          throw unavailable(error) ?? error;
        }
      },
      write(work) {
        const mine = last.then(() => writeWithRetry(work, { db: writes, client, sleep }));
        last = mine.catch(() => {});
        return mine;
      },
      [Symbol.asyncDispose]: async () => {
        await last;
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function pathOf(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : url.slice("file:".length);
}

// The driver waits for locks synchronously, which would stop the whole server; so it is told not to, and we wait here.
async function writeWithRetry<T>(
  work: (tx: Transaction) => Promise<T>,
  { db, client, sleep }: {
    readonly db: LibSQLDatabase<typeof schema>;
    readonly client: Client;
    readonly sleep: (ms: number) => Promise<void>;
  },
): Promise<T> {
  for (let waitedMs = 0;; waitedMs += lockRetryMs) {
    let cause: unknown;
    try {
      return await db.transaction(async (tx) => {
        try {
          return await work(tx);
        } catch (error) {
          // What fails next, the rollback of a transaction that is over already, would hide it.
          cause = error;
          throw error;
        }
      });
    } catch (error) {
      cause ??= error;
    }
    if (!codeOf(cause)?.startsWith("SQLITE_BUSY") || waitedMs >= lockWaitMs) throw unavailable(cause) ?? cause;
    // A connection whose BEGIN was refused can never commit again ("SQL statements in progress").
    await client.reconnect();
    await sleep(lockRetryMs);
  }
}

const unavailableCodes =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM)|^TRANSACTION_CLOSED|^HRANA_|^SERVER_ERROR/;

function unavailable(error: unknown): StoreUnavailable | null {
  const code = codeOf(error);
  if (!code || !unavailableCodes.test(code)) return null;
  return new StoreUnavailable(`Cannot use the database: ${code}, expected it to be writable`, { cause: error });
}

/** The driver's code, also where drizzle has wrapped the error. */
function codeOf(error: unknown): string | undefined {
  return fieldOf(error, "code");
}

/** The driver's more exact code, for example which kind of constraint was hurt. */
export function extendedCodeOf(error: unknown): string | undefined {
  return fieldOf(error, "extendedCode");
}

function fieldOf(error: unknown, field: "code" | "extendedCode"): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const value = (at as Error & Partial<Record<typeof field, unknown>>)[field];
    if (typeof value === "string") return value;
  }
  return undefined;
}
