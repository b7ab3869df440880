import assert from "node:assert/strict";
import { sourceChanges } from "./source_changes.ts";

Deno.test("what changed between two runs is told line by line, with a few lines around it", () => {
  const lines = (...changed: string[]) => ["a", "b", "c", "d", ...changed, "w", "x", "y", "z"].join("\n");
  assert.deepEqual(sourceChanges(lines("old"), lines("new", "more")), [
    { kind: "same", lines: ["…"] },
    { kind: "same", lines: ["c", "d"] },
    { kind: "removed", lines: ["old"] },
    { kind: "added", lines: ["new", "more"] },
    { kind: "same", lines: ["w", "x"] },
    { kind: "same", lines: ["…"] },
  ]);
});

Deno.test("the same code, but for blank lines at its end, has not changed", () => {
  assert.deepEqual(sourceChanges("a\nb", "a\nb\n\n"), []);
});
