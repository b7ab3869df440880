import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import plugin, { faultOfImport } from "./layers_lint.ts";
import { layers } from "./layers.ts";

const root = join(import.meta.dirname!, "..");

Deno.test("the layers plugin reports an import against the direction at its line", () => {
  const diagnostics = Deno.lint.runPlugin(
    plugin,
    join(root, "question-bank", "load.ts"),
    `import { grade } from "../grader/mod.ts";\nimport { z } from "zod";\nexport { grade, z };`,
  );
  assert.deepEqual(diagnostics.map(({ id, message }) => [id, message]), [
    ["layers/imports", "Cannot import grader in question-bank: imports point one way, expected none"],
  ]);
});

Deno.test.each([
  ["grader/grade.ts", "../question-bank/mod.ts", null],
  [
    "interview/start.ts",
    "../grader/free_text/mod.ts",
    'Cannot import "../grader/free_text/mod.ts": it is inside grader, expected its face grader/mod.ts',
  ],
  [
    "interview/start.ts",
    "../store/mod.ts",
    "Cannot import store in interview: imports point one way, expected grader, question-bank",
  ],
  [
    "routes/grade.ts",
    "drizzle-orm",
    'Cannot import "drizzle-orm" in routes: it is not among its packages, expected hono, @hono/zod-openapi, papaparse, rate-limiter-flexible, prom-client',
  ],
  ["routes/grade.ts", "hono/streaming", null],
  [
    "routes/grade.ts",
    "npm:hono",
    'Cannot import "npm:hono": it is pinned outside deno.json, expected a name of its import map',
  ],
  [
    "interview/start.ts",
    "../config.ts",
    'Cannot import "../config.ts" in interview: it lies outside the layers, expected grader, question-bank',
  ],
  ["interview/start_test.ts", "../store/mod.ts", null],
  ["main.ts", "./store/mod.ts", null],
  ["store/replies.ts", "./schema.ts", null],
])("an import from %s of %s is judged by the table", (from, specifier, expected) => {
  assert.equal(faultOfImport(from!, specifier!), expected);
});

Deno.test("ARCHITECTURE.md shows the table that lint enforces", async () => {
  const text = (await readFile(join(root, "ARCHITECTURE.md"), "utf8")).replace(/ {2,}/g, " ");
  const cell = (names: readonly string[]) => names.map((name) => `\`${name.replace(/\/$/, "/*")}\``).join(", ") || "–";
  const rows = Object.entries(layers).map(([layer, { layers, packages }]) =>
    `| ${layer} | ${layers.join(", ") || "–"} | ${cell(packages)} |`
  );
  for (const row of rows) assert.ok(text.includes(row), `expected ARCHITECTURE.md to hold the row ${row}`);
});
