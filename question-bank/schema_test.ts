import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { difficulties, topics } from "./format.ts";
import { parseQuestion } from "./question_source.ts";
import { type FreeTextFile, type MultipleChoiceFile, questionJsonSchema } from "./schema.ts";

const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
/** Any text but maths, which random text is not. */
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((value) => value.replaceAll(/[$`]/g, "").trim()).filter((value) => value !== "");
const texts = fc.array(text, { maxLength: 4 });
const weight = fc.double({ min: 0.001, max: 100, noNaN: true });

const reference = fc.record({
  title: text,
  authors: text,
  year: fc.integer({ min: 1700, max: 2100 }),
  arxiv: fc.stringMatching(/^\d{4}\.\d{5}$/),
});
const base = {
  id: slug,
  topic: fc.constantFrom(...topics),
  difficulty: fc.constantFrom(...difficulties),
  title: text,
  prompt: text,
  hints: texts,
  references: fc.array(reference, { maxLength: 2 }),
  provenance: texts,
  corrects: texts,
};
const multipleChoice: fc.Arbitrary<MultipleChoiceFile> = fc.record({
  ...base,
  kind: fc.constant("multiple-choice" as const),
  shuffle: fc.boolean(),
  options: fc.uniqueArray(
    fc.record({ id: fc.stringMatching(/^[a-z]$/), text, correct: fc.boolean(), why: text }),
    { minLength: 2, maxLength: 6, selector: ({ id }) => id },
  ).filter((options) => options.some(({ correct }) => correct)),
});
const freeText: fc.Arbitrary<FreeTextFile> = fc.record({
  ...base,
  kind: fc.constant("free-text" as const),
  clarification: text,
  modelAnswer: text,
  rubric: fc.record({
    criteria: fc.uniqueArray(
      fc.record({ id: slug, says: text, weight, paraphrases: texts, explain: text, probe: text }),
      { minLength: 1, maxLength: 5, selector: ({ id }) => id },
    ),
    misconceptions: fc.uniqueArray(
      fc.record({
        id: slug,
        says: text,
        paraphrases: texts,
        penalty: fc.double({ min: 0, max: 1, noNaN: true }),
        correct: text,
      }),
      { maxLength: 3, selector: ({ id }) => id },
    ),
  }),
}).chain((question) =>
  fc.array(fc.record({
    level: fc.constantFrom(
      "full" as const,
      "partial" as const,
      "wrong" as const,
      "off-topic" as const,
      "stuffed" as const,
    ),
    text,
    met: fc.subarray(question.rubric.criteria.map(({ id }) => id)),
    states: fc.subarray(question.rubric.misconceptions.map(({ id }) => id)),
  })).map((examples) => ({ ...question, examples }))
);

Deno.test("a sound question written as YAML comes back as it was", () => {
  fc.assert(fc.property(fc.oneof(multipleChoice, freeText), (question) => {
    const file = `questions/${question.topic}/${question.id}.yaml`;
    const { question: read, faults } = parseQuestion(stringify(question), { place: "questions", file });
    assert.deepEqual(faults, []);
    assert.deepEqual(read, JSON.parse(JSON.stringify(question)));
  }));
});

Deno.test("a question with one required key left out has exactly one fault, which names the key", () => {
  const required = ["kind", "topic", "difficulty", "title", "prompt", "options"] as const;
  fc.assert(fc.property(multipleChoice, fc.constantFrom(...required), (question, key) => {
    const { [key]: _left, ...rest } = question;
    const file = `questions/${question.topic}/${question.id}.yaml`;
    const { faults } = parseQuestion(stringify(rest), { place: "questions", file });
    assert.equal(faults.length, 1);
    assert.match(faults[0]!.message, new RegExp(`^${key} is missing, expected `));
  }));
});

Deno.test("parsing never throws, whatever the file holds", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.jsonValue().map((value) => stringify(value))), (text) => {
    const { faults } = parseQuestion(text, { place: "questions", file: "questions/losses/x.yaml" });
    assert.ok(faults.length > 0);
    for (const { line } of faults) assert.ok(line >= 1);
  }));
});

Deno.test("question.schema.json is the schema that the loader uses (deno task bank schema writes it)", async () => {
  const committed = JSON.parse(await Deno.readTextFile(new URL("question.schema.json", import.meta.url)));
  assert.deepEqual(committed, JSON.parse(JSON.stringify(questionJsonSchema())));
});
