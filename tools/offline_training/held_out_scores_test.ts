import assert from "node:assert/strict";
import { mean } from "../eval/mean.ts";
import type { SetRow } from "../eval/read_set.ts";
import { heldOutReferenceScores } from "./held_out_scores.ts";

const subjects = [
  "encoder",
  "decoder",
  "critic",
  "prior",
  "sampler",
  "teacher",
  "student",
  "network",
  "layer",
  "filter",
];
const rows: readonly SetRow[] = subjects.flatMap((subject) => {
  const reference = `The ${subject} maps every input to a short vector of numbers.`;
  const answers = [
    [`Each input becomes a short vector by the ${subject}.`, 1],
    [`The ${subject} makes a vector of numbers out of an input.`, 1],
    [`It maps every input to a short vector.`, 1],
    [`Cats are nice animals.`, 0],
    [`It rains a lot in November, they say.`, 0],
  ] as const;
  return answers.map(([answer, score], i) => ({
    ...{ id: `${subject}#${i}`, set: "toy", questionId: subject, question: `What does the ${subject} do?` },
    ...{ references: [reference], answer, score },
  }));
});
const scoresWith = (labels: readonly SetRow[]) => heldOutReferenceScores(labels, []);

Deno.test("held-out scores tell right from wrong answers to questions that the models have not seen", () => {
  const scores = scoresWith(rows);
  const meanOf = (score: number) => mean(scores.filter((_, i) => rows[i]?.score === score));
  assert.equal(scores.length, rows.length);
  assert.ok(meanOf(1) > meanOf(0) + 0.2, `${meanOf(1)} and ${meanOf(0)}`);
});

Deno.test("an answer's held-out score depends on no label of its own question, and on those of the others", () => {
  const before = scoresWith(rows);
  const after = scoresWith(rows.map((row) => row.questionId === "critic" ? { ...row, score: 1 - row.score } : row));
  const changed = rows.filter((_, i) => before[i] !== after[i]).map(({ questionId }) => questionId);
  assert.ok(!changed.includes("critic"));
  assert.ok(changed.includes("encoder"));
});
