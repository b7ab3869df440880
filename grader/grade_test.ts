import assert from "node:assert/strict";
import { grade } from "./grade.ts";
import { modeCollapse, portsWith, saying, twoOfFour } from "./testing/fixtures.ts";

const ports = portsWith(saying({ "low-diversity": "met", "missing-modes": "met" }));

Deno.test("grade names the question and the version that it graded", async () => {
  const draft = await grade(twoOfFour, { kind: "multiple-choice", choices: ["a"] }, ports);
  assert.equal(draft.questionId, twoOfFour.id);
  assert.equal(draft.questionVersion, twoOfFour.version);
  assert.deepEqual(draft.grader, { name: "key", version: "1" });
});

Deno.test("grade refuses an answer of another kind", async () => {
  await assert.rejects(grade(twoOfFour, { kind: "free-text", text: "a" }, ports), {
    name: "TypeError",
    message: /it is free-text, expected multiple-choice/,
  });
});

Deno.test("grade lets a fault of the rubric grader through and makes no score of it", async () => {
  const faulty = portsWith({ judge: () => Promise.reject(new Error("model outage")) });
  await assert.rejects(grade(modeCollapse, { kind: "free-text", text: "Few images." }, faulty), {
    message: "model outage",
  });
});

Deno.test("grade stops when its signal is aborted", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await assert.rejects(grade(modeCollapse, { kind: "free-text", text: "Few images." }, ports, { signal }), {
    message: "gone",
  });
});

Deno.test("grade tells what it is doing", async () => {
  const told: string[] = [];
  await grade(modeCollapse, { kind: "free-text", text: "Few images." }, ports, {
    onProgress: (progress) => told.push(progress.kind),
  });
  assert.deepEqual(told, ["stage"]);
});
