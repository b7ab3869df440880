/**
 * `deno task keys`: makes, lists and revokes API keys beside the server, also the first one.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createKeys, type Scope, scopes } from "../access/mod.ts";
import { ConfigError, loadConfig } from "../config.ts";
import { createKeyStore, openDatabase } from "../store/mod.ts";
import { randomIds, systemClock } from "../system.ts";

const usage = `deno task keys create --name <name> --scopes <scope,scope> [--expires <UTC time>]
    Makes a key and prints it, once. Scopes: ${scopes.join(", ")}; admin includes the others.
    From the first key on, every caller of the API needs one.
deno task keys list
deno task keys revoke <id>
The database is the one that DATABASE_URL names.`;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: "string" }, scopes: { type: "string" }, expires: { type: "string" } },
  });
  const [command, id] = positionals;
  const { databaseUrl } = loadConfig(Deno.env.toObject(), { root: join(import.meta.dirname!, "..") });
  await using database = await openDatabase(databaseUrl, { sleep: systemClock.sleep });
  const keys = createKeys({
    store: createKeyStore(database),
    clock: systemClock,
    ids: randomIds,
  });
  switch (command) {
    case "create": {
      const { apiKey, key } = await keys.create(wishOf(values));
      console.log(`${key}\n`);
      console.log(
        `This is the only time that the key is shown. Its id is ${apiKey.id}, its scopes ${apiKey.scopes.join(", ")}.`,
      );
      return 0;
    }
    case "list": {
      for (const { id, name, scopes, createdAt, expiresAt, lastUsedAt } of await keys.list()) {
        console.log(
          [id, name, scopes.join(","), createdAt, expiresAt ?? "never expires", lastUsedAt ?? "not used"].join("  "),
        );
      }
      return 0;
    }
    case "revoke":
      if (id !== undefined && await keys.revoke(id)) return 0;
      throw new RangeError(
        `Cannot revoke the key "${id ?? ""}": there is no such key, expected an id of "deno task keys list"`,
      );
    default:
      throw new RangeError(usage);
  }
}

function wishOf({ name, scopes: list, expires }: {
  readonly name?: string | undefined;
  readonly scopes?: string | undefined;
  readonly expires?: string | undefined;
}): { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresAt?: string } {
  if (!name?.trim()) throw new RangeError("Cannot make a key: --name is missing, expected what to call it");
  const wanted = [...new Set((list ?? "").split(",").map((scope) => scope.trim()).filter(Boolean))];
  const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);
  const unknown = wanted.filter((scope) => !isScope(scope));
  if (unknown.length > 0 || wanted.length === 0) {
    throw new RangeError(`Cannot make a key with the scopes "${list ?? ""}", expected some of ${scopes.join(", ")}`);
  }
  if (expires !== undefined && Number.isNaN(Date.parse(expires))) {
    throw new RangeError(`Cannot use the time "${expires}", expected one such as 2027-01-31T12:00:00Z`);
  }
  return { name: name.trim(), scopes: wanted.filter(isScope), ...(expires !== undefined && { expiresAt: expires }) };
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError || error instanceof ConfigError)) throw error;
  console.error(error.message);
  Deno.exit(2);
}
