import { createHash } from "node:crypto";
import { join } from "node:path";

// It brings a TypeScript compiler of its own, which only those who change the contract need.
const generator = "npm:openapi-typescript@7.13.0";

/** The first line of the client's types, which tells the document that they were made from. */
export function originOf(document: string): string {
  return `// From docs/openapi.json with SHA-256 ${
    createHash("sha256").update(document).digest("hex")
  }; see tools/openapi.ts.`;
}

/** TypeScript types of an OpenAPI document, formatted. */
export async function clientTypes(document: string): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "viva-types-" });
  try {
    const [from, to] = [join(folder, "openapi.json"), join(folder, "schema.ts")];
    await Deno.writeTextFile(from, document);
    await deno("run", "-A", "--no-lock", "--no-config", generator, from, "--output", to);
    await Deno.writeTextFile(to, `${originOf(document)}\n${await Deno.readTextFile(to)}`);
    await deno("fmt", "--quiet", "--no-config", "--line-width=120", to);
    return await Deno.readTextFile(to);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function deno(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" })
    .output();
  if (!success) throw new Error(`Cannot make the client's types: ${new TextDecoder().decode(stderr)}`);
}
