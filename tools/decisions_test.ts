import assert from "node:assert/strict";
import { join } from "node:path";

const decisions = join(import.meta.dirname!, "..", "docs", "decisions");

Deno.test("decisions are numbered one after the other: each has a number of its own", () => {
  const names = [...Deno.readDirSync(decisions)].map(({ name }) => name).filter((name) => name !== "README.md");
  const numbers = names.toSorted().map((name) => name.slice(0, 5));
  assert.deepEqual(numbers, names.map((_, index) => `${String(index + 1).padStart(4, "0")}-`));
});
