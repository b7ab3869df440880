import { type Client, createClient } from "@libsql/client";
import { sql } from "drizzle-orm";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as schema from "./schema.ts";

/** The database, migrated and ready. */
export interface Database extends AsyncDisposable {
  /**
   * Runs `work` in a write transaction, one at a time within this process; waits for writers of other processes. Writes that
   * arrive together share a transaction, each in a savepoint: `work` is committed when this resolves, and rolled back when it rejects.
   *
   * @throws {StoreUnavailable} when the disk is full or the database stays locked; nothing is written.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * A write after which what `work` deletes is in the file no more: neither in free space nor in the log of writes. While another
   * process reads, the log is emptied with the next write that can.
   *
   * @throws {StoreUnavailable} as `write`
   */
  erase<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** @throws {StoreUnavailable} when the database cannot be read now. */
  read<T>(work: (db: Reader) => Promise<T>): Promise<T>;
}

/** What reads are made with. */
export type Reader = LibSQLDatabase<typeof schema>;

/** What writes are made with. */
export type Transaction = Parameters<Parameters<LibSQLDatabase<typeof schema>["transaction"]>[0]>[0];

/** The database cannot do its work for now; what was to be written is not written. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** How long a writer waits for a lock that another process holds. */
const lockWaitMs = 3_000;
const lockRetryMs = 50;
/** Most writes that share a transaction. */
const groupMax = 64;

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
    const write = createWriter({ db: writes, client, isFile, sleep });
    return {
      async read(work) {
        try {
          return await work(db);
        } catch (error) {
          throw unavailable(error) ?? error;
        }
      },
      write: write.write,
      erase: write.erase,
      [Symbol.asyncDispose]: async () => {
        await write.idle();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The path of a `file:` address. */
export function pathOf(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : url.slice("file:".length);
}

interface Waiting {
  readonly erases: boolean;
  readonly run: (tx: Transaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes of one process. What arrives while a transaction is being committed shares the next one, each in a savepoint of its own:
 * a commit waits for the disk, and one wait serves them all. A write that fails takes none of the others with it.
 */
function createWriter(
  { db, client, isFile, sleep }: {
    readonly db: LibSQLDatabase<typeof schema>;
    readonly client: Client;
    readonly isFile: boolean;
    readonly sleep: (ms: number) => Promise<void>;
  },
): Pick<Database, "write" | "erase"> & { readonly idle: () => Promise<void> } {
  const waiting: Waiting[] = [];
  // Whether the log may still hold what was erased.
  let owesErasure = false;
  let running: Promise<void> | null = null;

  // The driver waits for locks synchronously, which would stop the whole server; so it is told not to, and we wait here.
  const transact = async (group: readonly Waiting[]): Promise<readonly PromiseSettledResult<unknown>[]> => {
    for (let waitedMs = 0;; waitedMs += lockRetryMs) {
      let begun = false;
      let cause: unknown;
      try {
        return await db.transaction(async (tx) => {
          begun = true;
          // What is deleted is overwritten; it is a setting of the connection, of which the driver has several.
          if (isFile) await tx.run(sql`PRAGMA secure_delete = ON`);
          const results: PromiseSettledResult<unknown>[] = [];
          for (const { run } of group) {
            try {
              const value = group.length === 1 ? await run(tx) : await tx.transaction(run);
              results.push({ status: "fulfilled", value });
            } catch (reason) {
              // What fails next, the rollback of a transaction that is over already, would hide it.
              cause ??= reason;
              if (group.length === 1 || unavailable(reason)) throw reason;
              results.push({ status: "rejected", reason });
            }
          }
          cause = undefined;
          return results;
        });
      } catch (error) {
        cause ??= error;
      }
      const refused = !begun && codeOf(cause)?.startsWith("SQLITE_BUSY");
      // A connection whose BEGIN was refused can never commit again ("SQL statements in progress").
      if (refused) await client.reconnect();
      if (!refused || waitedMs >= lockWaitMs) throw unavailable(cause) ?? cause;
      await sleep(lockRetryMs);
    }
  };
  const emptyLog = async (): Promise<void> => {
    if (!owesErasure || !isFile) return;
    const { rows } = await client.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    owesErasure = rows[0]?.["busy"] !== 0;
  };
  const work = async (): Promise<void> => {
    for (let group: Waiting[]; (group = waiting.splice(0, groupMax)).length > 0;) {
      try {
        if (group.some(({ erases }) => erases)) owesErasure = true;
        const results = await transact(group);
        await emptyLog();
        for (const [index, { resolve, reject }] of group.entries()) {
          const result = results[index]!;
          if (result.status === "fulfilled") resolve(result.value);
          else reject(unavailable(result.reason) ?? result.reason);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  };
  const add = <T>(run: (tx: Transaction) => Promise<T>, options: { readonly erases: boolean }) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ ...options, run, resolve: resolve as (value: unknown) => void, reject });
      running ??= Promise.resolve().then(work);
    });
  return {
    write: (run) => add(run, { erases: false }),
    erase: (run) => add(run, { erases: true }),
    idle: async () => {
      while (running) await running;
    },
  };
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
