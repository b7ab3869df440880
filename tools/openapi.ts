/**
 * Writes docs/openapi.json from the schemas of the routes.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { apiRoutes, openApiDocument, type Services } from "../routes/mod.ts";

// The document is made of schemas alone; no route is called, so no service is needed.
const document = openApiDocument(apiRoutes({} as Services));
const path = join(import.meta.dirname!, "..", "docs", "openapi.json");
await writeFile(path, `${JSON.stringify(document, null, 2)}\n`);
console.log(`Wrote ${path}`);
