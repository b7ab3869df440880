import assert from "node:assert/strict";
import { loadBank } from "../../question-bank/mod.ts";
import { askedIn, everydaySets, withEveryday } from "./everyday_answers.ts";
import { labelledScore } from "./labelled_score.ts";

const { questions } = await loadBank();

for (const set of ["everyday", "unseen"] as const) {
  Deno.test(`every ${set} answer belongs to a question, and its level follows from its labels`, () => {
    const asked = askedIn(set, questions);
    const answers = asked.flatMap((question) =>
      question.kind === "free-text" ? question.examples.map((example) => ({ question, example })) : []
    );
    assert.equal(answers.length, everydaySets[set].length);
    for (const { question, example } of answers) {
      const score = labelledScore(question, { ...example, states: [] });
      const [min, max] = { full: [0.75, 1], partial: [0.2, 0.85], wrong: [0, 0.3] }[example.level as "full"];
      assert.ok(min! <= score && score <= max!, `${question.id}, ${example.level}: ${score}, ${example.text}`);
    }
  });
}

Deno.test("no answer that is trained on is one that never is", () => {
  const unseen = new Set(everydaySets.unseen.map(({ text }) => text));
  assert.ok(everydaySets.everyday.every(({ text }) => !unseen.has(text)));
  const texts = withEveryday(questions).flatMap((question) =>
    question.kind === "free-text" ? question.examples.map(({ text }) => text) : []
  );
  assert.ok(texts.length > everydaySets.everyday.length);
  assert.ok(texts.every((text) => !unseen.has(text)));
});
