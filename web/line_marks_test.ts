import assert from "node:assert/strict";
import { lineMarks } from "./line_marks.ts";
import type { CriterionResult } from "../grader/mod.ts";

const check = (message: string): CriterionResult => ({
  id: "a",
  description: "A",
  weight: 1,
  verdict: "not-met",
  evidence: [],
  reason: "",
  message,
});

Deno.test("code that cannot be loaded is marked at its line", () => {
  const feedback =
    "Your code cannot be loaded (line 3, column 7): ` Unexpected token `. No check was run.\n\n```ts\nlet\n```";
  assert.deepEqual(lineMarks({ feedback, criteria: [] }), [{ line: 3, message: "Unexpected token" }]);
});

Deno.test("checks that threw mark their lines, each line once", () => {
  const criteria = [
    check("It threw in line 2: no such thing"),
    check("It threw in line 2: again"),
    check("It threw: x"),
  ];
  assert.deepEqual(lineMarks({ feedback: "0 of 3 checks pass.", criteria }), [{ line: 2, message: "no such thing" }]);
});
