import assert from "node:assert/strict";
import { readSet } from "./read_set.ts";
import { referenceQuestions } from "./reference_rubric.ts";

const header = "dataset\tquestion_id\tquestion\treference_answer\tstudent_answer\tscore_0_to_1";

Deno.test("readSet reads quoted fields, several references and scores", () => {
  const [row] = readSet(`${header}\ntoy\tq1\t"What is ""z""?"\tA latent. ||| Noise.\tIt is noise.\t0.5\n`);
  assert.deepEqual(row, {
    id: "q1#1",
    set: "toy",
    questionId: "q1",
    question: 'What is "z"?',
    references: ["A latent.", "Noise."],
    answer: "It is noise.",
    score: 0.5,
  });
});

Deno.test("readSet refuses a set without a needed column and a score out of range", () => {
  assert.throws(() => readSet("question_id\tanswer\nq\ta"), { message: /student_answer, score_0_to_1 are missing/ });
  assert.throws(() => readSet(`${header}\ntoy\tq\tq\tr\ta\t7`), { message: /row 2: score_0_to_1 is "7"/ });
});

Deno.test("referenceQuestions makes criteria of a reference's clauses, and one of alternatives or of a key point", () => {
  const base = { id: "1", set: "toy", questionId: "q", question: "Why?", answer: "", score: 1 };
  const reference = "The encoder shrinks the input. The decoder restores it.";
  assert.deepEqual(
    referenceQuestions({ ...base, references: [reference] }).clauses?.rubric.criteria.map(({ says }) => says),
    ["The encoder shrinks the input.", "The decoder restores it."],
  );
  const alternatives = referenceQuestions({ ...base, references: ["It shrinks.", "It compresses."] });
  assert.equal(alternatives.clauses, undefined);
  assert.deepEqual(alternatives.whole.rubric.criteria[0]?.paraphrases, ["It compresses."]);
  const point = referenceQuestions({ ...base, references: [reference], point: "It shrinks." });
  assert.equal(point.clauses, undefined);
  assert.equal(point.whole.rubric.criteria[0]?.says, "It shrinks.");
});
