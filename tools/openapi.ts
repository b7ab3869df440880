/**
 * Writes docs/openapi.json from the schemas of the routes, and the types of the client from it.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { apiRoutes, openApiDocument, type Services } from "../routes/mod.ts";
import { clientTypes } from "./client_types.ts";

const root = join(import.meta.dirname!, "..");

// The document is made of schemas alone; no route is called, so no service is needed.
const document = `${JSON.stringify(openApiDocument(apiRoutes({} as Services)), null, 2)}\n`;
await write("docs/openapi.json", document);
await write("client/schema.ts", await clientTypes(document));

async function write(path: string, text: string): Promise<void> {
  await writeFile(join(root, path), text);
  console.log(`Wrote ${path}`);
}
