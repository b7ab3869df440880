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

Deno.test.each([
  ["a missing column", "question_id\tanswer\nq\ta", /student_answer, score_0_to_1 are missing/],
  [
    "a score out of range",
    `${header}\ntoy\tq\tq\tr\ta\t7`,
    /row 2: score_0_to_1 is "7", expected a number in \[0, 1\]/,
  ],
  ["an empty score", `${header}\ntoy\tq\tq\tr\ta\t`, /row 2: score_0_to_1 is ""/],
  ["a row with too few fields", `${header}\ntoy\tq\tq\tr\ta\t1\ntoy\tq`, /row 3: Too few fields.*expected 6 fields/],
  ["a row with too many fields", `${header}\ntoy\tq\tq\tr\ta\t1\tmore`, /row 2: Too many fields.*expected 6 fields/],
  ["a row without a question's id", `${header}\ntoy\t\tq\tr\ta\t1`, /row 2: question_id is empty/],
  ["a row without a reference", `${header}\ntoy\tq\tq\t \ta\t1`, /row 2: reference_answer is empty/],
  ["a set without rows", `${header}\n`, /no row, expected at least one graded answer/],
])("readSet refuses %s", (_name, text, message) => {
  assert.throws(() => readSet(text), { name: "CommandError", message });
});

Deno.test("readSet reads an answer that begins with a lone quotation mark, a byte order mark and Windows line ends", () => {
  const rows = readSet(`\ufeff${header}\r\ntoy\tq\tq\tr\t"said it\t1\r\n\r\ntoy\tq\tq\tr\tand more\t0\r\n`);
  assert.deepEqual(rows.map(({ answer, score }) => [answer, score]), [['"said it', 1], ["and more", 0]]);
});

Deno.test("readSet reads rows about a point without a reference, and passes over columns that it does not know", () => {
  const [row] = readSet(
    "question_id\tquestion\tpoint\tstudent_answer\tscore_0_to_1\tmood\nq\tWhy?\tIt shrinks.\tIt does.\t1\tgood",
  );
  assert.equal(row?.point, "It shrinks.");
  assert.deepEqual(row?.references, []);
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
