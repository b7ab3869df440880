import assert from "node:assert/strict";
import fc from "fast-check";
import { type FreeTextQuestion, loadBank } from "../../../question-bank/mod.ts";
import type { GradeDraft } from "../../types.ts";
import { gradeFreeText } from "../grade_free_text.ts";
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

// The same texts every time; another SEED looks for what these do not show.
const drawn = (numRuns: number) => ({ numRuns, seed: Number(Deno.env.get("SEED") ?? 20261128) });

const bank = await loadBank();
const questions = bank.questions.filter((question) => question.kind === "free-text");
const rubric = offlineRubricGrader(bank);

function gradeText(question: FreeTextQuestion, text: string): Promise<GradeDraft> {
  return gradeFreeText(question, { kind: "free-text", text }, { rubric });
}

/** Every verdict and misconception, which is all that a score is made of. */
function verdictsOf({ criteria, misconceptions, score }: GradeDraft): Record<string, unknown> {
  return {
    criteria: criteria.map(({ id, verdict }) => `${id}: ${verdict}`),
    misconceptions: misconceptions.map(({ id }) => id),
    score,
  };
}

/** Least and greatest score that a grade leaves possible: every `unsure` taken as not met, or as met. */
function bounds(question: FreeTextQuestion, { criteria, misconceptions }: GradeDraft): { least: number; most: number } {
  const all = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const penalty = question.rubric.misconceptions.reduce(
    (sum, { id, penalty }) => misconceptions.some((stated) => stated.id === id) ? sum + penalty : sum,
    0,
  );
  const scoreOf = (verdicts: readonly string[]) => {
    const met = criteria.reduce((sum, { weight, verdict }) => verdicts.includes(verdict) ? sum + weight : sum, 0);
    return Math.max(0, met / all - penalty);
  };
  return { least: scoreOf(["met"]), most: scoreOf(["met", "unsure"]) };
}

const anyExample = fc.constantFrom(
  ...questions.flatMap((question) => question.examples.map((example) => ({ question, text: example.text.trim() }))),
);
// Where the grader sees a sentence end, too: not after an abbreviation or inside a formula.
const boundary = /(?<=[\p{Ll}\p{N})]{3}[.!?])\s+(?=\p{Lu})/u;
const sentencesOf = (text: string) => text.replace(/\s+/g, " ").split(boundary);
// So that none runs into its new neighbour.
const ended = (sentence: string) => /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
// "Isola et al." goes on in whatever comes next.
const goesOn = (sentence: string) => /\b(?:al|etc|e\.g|i\.e|cf|vs)\.$/.test(sentence);
// "That is wrong." speaks of the sentence before it.
const pointsBack = (sentence: string) =>
  goesOn(sentence) ||
  /^(?:but |and )?(?:this|that|which|it)\b.*\b(?:not|wrong|false|untrue|incorrect|myth|mistake|misconception)\b/i.test(
    sentence,
  );

const irrelevant = fc.constantFrom(
  "I had pasta with tomatoes for lunch today.",
  "My bicycle has a flat tyre since Monday, so I came by bus.",
  "The weather in Lisbon was lovely last spring.",
  "My grandmother plays chess every Sunday afternoon.",
  "He sold his old boat and bought a small house near the lake.",
  "The train to Berlin leaves at nine and arrives in the evening.",
  "We cook soup on Fridays because everybody likes it.",
  "Her brother studies law, but he would rather paint.",
  "Please tell the office that I am going to be on holiday in August.",
  "There is a bakery around the corner that opens early.",
);

Deno.test("offlineRubricGrader never lowers a score when a sentence is added that meets a criterion", async () => {
  const added = anyExample.chain(({ question, text }) =>
    fc.record({
      question: fc.constant(question),
      text: fc.constant(text),
      says: fc.constantFrom(...question.rubric.criteria.map(({ says }) => says)),
      joint: fc.constantFrom("\n\n", " ", "\n- "),
      first: fc.boolean(),
    })
  );
  await fc.assert(
    fc.asyncProperty(added, async ({ question, text, says, joint, first }) => {
      const whole = ended(text);
      const before = await gradeText(question, whole);
      const after = await gradeText(question, first ? `${says}${joint}${whole}` : `${whole}${joint}${says}`);
      const [was, is] = [bounds(question, before), bounds(question, after)];
      assert.ok(is.least >= was.least - 1e-9, `${question.id}: ${was.least} to ${is.least} with ${says}`);
      assert.ok(is.most >= was.most - 1e-9, `${question.id}: at most ${was.most} to ${is.most} with ${says}`);
    }),
    drawn(150),
  );
});

Deno.test("offlineRubricGrader never raises a score for irrelevant sentences, wherever they stand", async () => {
  const padding = fc.array(fc.tuple(irrelevant, fc.nat()), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(anyExample, padding, async ({ question, text }, added) => {
      const sentences = sentencesOf(text).map(ended);
      if (sentences.some(pointsBack)) return;
      const before = await gradeText(question, sentences.join(" "));
      for (const [sentence, at] of added) sentences.splice(at % (sentences.length + 1), 0, sentence);
      const after = await gradeText(question, sentences.join(" "));
      const [was, is] = [bounds(question, before), bounds(question, after)];
      assert.ok(
        is.least <= was.least + 1e-9,
        `${question.id}: ${was.least} to ${is.least} with ${sentences.join(" ")}`,
      );
      assert.ok(is.most <= was.most + 1e-9, `${question.id}: at most ${was.most} to ${is.most}`);
    }),
    drawn(150),
  );
});

Deno.test("offlineRubricGrader judges an answer the same in whatever order its sentences come", async () => {
  const reordered = anyExample.chain(({ question, text }) => {
    const sentences = sentencesOf(text);
    return fc.record({
      question: fc.constant(question),
      sentences: fc.constant(sentences),
      order: fc.shuffledSubarray(sentences, { minLength: sentences.length, maxLength: sentences.length }),
      joint: fc.constantFrom(" ", "\n\n"),
    });
  });
  await fc.assert(
    fc.asyncProperty(reordered, async ({ question, sentences, order, joint }) => {
      if (sentences.some(pointsBack)) return;
      const text = (list: readonly string[], joint: string) => list.map(ended).join(joint);
      const expected = await gradeText(question, text(sentences, " "));
      assert.deepEqual(verdictsOf(await gradeText(question, text(order, joint))), verdictsOf(expected), question.id);
    }),
    drawn(150),
  );
});

Deno.test.each<[string, (sentences: readonly string[]) => string]>([
  ["a list", (sentences) => sentences.map((sentence) => `- ${sentence}`).join("\n")],
  ["paragraphs", (sentences) => sentences.join("\n\n")],
  ["paragraphs with Windows line ends", (sentences) => sentences.join("\r\n\r\n")],
  ["bold type", (sentences) => sentences.map((sentence) => `**${sentence}**`).join(" ")],
  ["a letter", (sentences) => `Hello and good morning!\n\n${sentences.join(" ")}\n\nThank you, I hope this helps.`],
])("offlineRubricGrader judges an answer the same as %s", async (_name, format) => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ question, text }) => {
      const sentences = sentencesOf(text);
      const expected = await gradeText(question, sentences.join(" "));
      assert.deepEqual(verdictsOf(await gradeText(question, format(sentences))), verdictsOf(expected), question.id);
    }),
    drawn(60),
  );
});

/** Lines filled up to a width, as editors and mail programs break them. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join("\n");
}

Deno.test("offlineRubricGrader judges a wrapped answer the same, and as surely", async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, fc.integer({ min: 45, max: 60 }), async ({ question, text }, width) => {
      const expected = await gradeText(question, text.replace(/\s+/g, " "));
      const actual = await gradeText(question, wrapped(text, width));
      assert.deepEqual(
        { ...verdictsOf(actual), confidence: actual.confidence },
        { ...verdictsOf(expected), confidence: expected.confidence },
        `${question.id} at ${width}`,
      );
    }),
    drawn(100),
  );
});
