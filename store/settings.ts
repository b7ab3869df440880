import { eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { settings } from "./schema.ts";

/** Whether the database takes writes now: a row is really written. */
export async function isWritable({ write }: Database): Promise<boolean> {
  try {
    const value = crypto.randomUUID();
    await write((tx) =>
      tx.insert(settings).values({ name: "ready", value }).onConflictDoUpdate({ target: settings.name, set: { value } })
    );
    return true;
  } catch {
    return false;
  }
}

/** The stored value of a setting; made with `make` and stored when it is not there yet. */
export async function settingOnce({ write }: Database, name: string, make: () => string): Promise<string> {
  return await write(async (tx) => {
    await tx.insert(settings).values({ name, value: make() }).onConflictDoNothing();
    const [row] = await tx.select().from(settings).where(eq(settings.name, name));
    if (!row) {
      throw new Error(`Cannot store the setting "${name}": it is missing after its insertion, expected one row`);
    }
    return row.value;
  });
}
