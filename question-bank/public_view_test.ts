import assert from "node:assert/strict";
import type { Question } from "./format.ts";
import { loadBank, publicView } from "./mod.ts";
import { codingFolder, freeTextYaml, multipleChoiceYaml, temporaryBank } from "./testing.ts";

/** Everything that a candidate must not see before answering. */
function secrets(question: Question): readonly string[] {
  switch (question.kind) {
    case "multiple-choice":
      return question.options.map(({ why }) => why);
    case "free-text":
      return [
        question.modelAnswer,
        ...question.rubric.criteria.flatMap(({ says, paraphrases, explain, probe }) => [
          says,
          ...paraphrases,
          explain,
          probe,
        ]),
        ...question.rubric.misconceptions.flatMap(({ says, paraphrases, correct }) => [says, ...paraphrases, correct]),
        ...question.examples.map(({ text }) => text),
      ];
    case "coding":
      return [
        question.reference,
        ...question.wrong.map(({ source }) => source),
        ...question.checks.flatMap((
          { visible, rejects, check },
        ) => [check.judge.toString(), ...(visible ? [] : [rejects])]),
      ];
    default:
      return question satisfies never;
  }
}

/** Texts inside a value, at any depth. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function assertNothingLeaks(question: Question): void {
  const view: unknown = JSON.parse(JSON.stringify(publicView(question)));
  const shown = textsOf(view);
  for (const secret of [...secrets(question), ...question.hints, ...question.corrects]) {
    assert.ok(!shown.some((text) => text.includes(secret)), `${question.id} shows "${secret}"`);
  }
  const keys = JSON.stringify(view);
  for (
    const key of ["correct", "why", "rubric", "criteria", "modelAnswer", "examples", "checks", "reference", "wrong"]
  ) {
    assert.ok(!keys.includes(`"${key}":`), `${question.id} shows the key ${key}`);
  }
}

const { questions } = await loadBank();

Deno.test.each(questions.map((question) => [question.id, question] as const))(
  "publicView of %s shows no key, rubric, hidden check, model answer, hint or example",
  (_id, question) => assertNothingLeaks(question),
);

Deno.test("publicView shows of each kind what is needed to answer it", async () => {
  await using bank = await temporaryBank({
    "questions/fundamentals/latent-noise.yaml": freeTextYaml,
    "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml,
    ...codingFolder("code-double"),
  });
  const bankOfThree = await loadBank([bank.directory]);
  for (const question of bankOfThree.questions) assertNothingLeaks(question);
  const [coding, freeText, multipleChoice] = bankOfThree.questions.map(publicView);
  assert.deepEqual(multipleChoice?.options, [{ id: "a", text: "One" }, { id: "b", text: "Two" }]);
  assert.equal(freeText?.hintCount, 1);
  assert.deepEqual(freeText?.references, [
    { title: "Generative Adversarial Nets", year: 2014, url: "https://arxiv.org/abs/1406.2661" },
  ]);
  assert.deepEqual(coding?.limits, { wallMs: 5000, memoryMiB: 128 });
  assert.match(coding?.starter?.source ?? "", /^export function double/);
});
