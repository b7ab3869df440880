import assert from "node:assert/strict";
import { contradicted, keywords, negated, shuffled, swapped } from "../../grader/testing/attacks.ts";
import glossary from "../../grader/free_text/offline/lexicon/glossary.json" with { type: "json" };
import { loadBank } from "../../question-bank/mod.ts";
import { seeded } from "./bootstrap.ts";
import { referenceFeatureNames, referenceFeatures } from "./reference_features.ts";
import { formOf, genuineShare, spread } from "./reference_model.ts";
import { referenceScore, scaleOf } from "./reference_score.ts";

const fullMarks = 0.75;

Deno.test("scaleOf() takes scores for labels only where nobody got a part", () => {
  assert.equal(scaleOf([0, 1, 1]), "labels");
  assert.equal(scaleOf([0, 0.5, 1]), "marks");
});

Deno.test("an unknown set is judged as leniently as sets of its scale, a known one as it was", () => {
  const features = referenceFeatureNames.map(() => 0.5);
  const score = (set: string, scale: "marks" | "labels") => referenceScore(features, { set, isPoint: false, scale });
  assert.ok(
    score("unknown", "marks") > score("unknown", "labels"),
    "who gives marks gives more than who says right or wrong",
  );
  const labels = [score("scientsbank", "labels"), score("beetle", "labels")].sort((a, b) => a - b);
  assert.ok(labels[0]! <= score("unknown", "labels") && score("unknown", "labels") <= labels[1]!);
  assert.equal(score("beetle", "marks"), score("beetle", "labels"));
});

Deno.test("spread() keeps the centre and the order, and moves everything else outwards", () => {
  const wider = (score: number) => spread(score, { factor: 1.5, centre: 0.8 });
  assert.ok(Math.abs(wider(0.8) - 0.8) < 1e-12);
  assert.ok(wider(0.5) < 0.5 && wider(0.9) > 0.9 && wider(0.5) > wider(0.4));
});

const certain = { bias: 9, trees: [] }, unsuspecting = { bias: -9, trees: [] };
const numberOfWords = (words: number) => ({
  referenceWords: Math.log1p(words),
  "overlap.answerLength": Math.log1p(words),
});
const featuresWith = (values: Readonly<Record<string, number>>) =>
  referenceFeatureNames.map((name) => values[name] ?? (name === "worstDenial" ? 1 : 0));

Deno.test("items of a phrase may stand in any order, but not be broken up, denied, or lost in a long text", () => {
  const share = (values: Readonly<Record<string, number>>) =>
    genuineShare(certain, featuresWith({ ...numberOfWords(3), "copy.items": 1, "copy.said": 1, ...values }));
  assert.equal(formOf(featuresWith(numberOfWords(3))).words, 3);
  assert.equal(share({}), 1);
  assert.equal(share({ "copy.opposites": 2 }), 1, "items that are opposites have changed places");
  assert.equal(share({ "copy.opposites": 1, "copy.said": 0.5 }), 0);
  assert.equal(share({ "copy.items": 0.5 }), 0);
  assert.equal(share({ "overlap.answerLength": Math.log1p(40) }), 0);
  assert.equal(share({ "overlap.moreNegations": 1 }), 0);
  assert.equal(share({ ...numberOfWords(12), referenceFunctionShare: 0.4 }), 0);
});

Deno.test("the same words as a phrase's, with its items broken up, get nothing without any suspicion", () => {
  const phrase = { ...numberOfWords(2), "copy.words": 1, "copy.said": 1 };
  assert.equal(genuineShare(unsuspecting, featuresWith({ ...phrase, "copy.items": 0 })), 0);
  assert.ok(genuineShare(unsuspecting, featuresWith({ ...phrase, "copy.items": 1 })) > 0.99);
});

Deno.test("a copy gets nothing for one opposite in 25 words, another text is left to the trees", () => {
  const share = (order: number, words: number) =>
    genuineShare(
      unsuspecting,
      featuresWith({
        ...{ ...numberOfWords(words), referenceFunctionShare: 0.4, "copy.items": 1 },
        ...{ "copy.order": order, "copy.opposites": 1 },
      }),
    );
  assert.equal(share(0.95, 25), 0);
  assert.ok(share(0.95, 26) > 0.99);
  assert.ok(share(0.7, 10) > 0.99);
});

const rowOf = (reference: string) => ({
  ...{ id: "1", set: "unknown", questionId: "1", question: "What do you know of it?" },
  ...{ references: [reference], answer: reference, score: 0.5 },
});
const marks = (reference: string, answer: string) => {
  const row = rowOf(reference);
  return referenceScore(referenceFeatures([row])({ ...row, answer }), { set: row.set, isPoint: false, scale: "marks" });
};

Deno.test("a list's items may stand in any order, its words may not", () => {
  const list =
    "Kinds of layers: - Dense layers - Pooling layers - Attention layers - Dropout layers - Batch norm layers";
  const reordered =
    "Kinds of layers: attention layers, batch norm layers, dense layers, dropout layers, pooling layers";
  assert.ok(marks(list, reordered) >= fullMarks);
  const random = seeded(3);
  for (const spoil of [shuffled, keywords]) {
    const full = Array.from({ length: 100 }, () => marks(list, spoil(list, random))).filter((mark) =>
      mark >= fullMarks
    );
    assert.ok(full.length <= 5, `${full.length} of 100`);
  }
});

Deno.test("two sentences whose opposites have changed places get nothing, and have all in another order", () => {
  const rule = (both: string, one: string) =>
    `When both units fire, the weight between them is ${both}. When only one of them fires, the weight is ${one}.`;
  const [increased, decreased] = ["increased", "decreased"] as const;
  assert.equal(marks(rule(increased, decreased), rule(decreased, increased)), 0);
  const sentences = rule(increased, decreased).split(/(?<=\.) /);
  assert.ok(marks(rule(increased, decreased), sentences.toReversed().join(" ")) >= fullMarks);
});

const { questions } = await loadBank();
const rows = questions.flatMap(({ id, ...question }) =>
  question.kind === "free-text"
    ? [{
      ...{ id, set: "model answers", questionId: id, question: question.prompt },
      ...{ references: [question.modelAnswer], answer: question.modelAnswer, score: 0.5 },
    }]
    : []
);
const featuresOf = referenceFeatures(rows);
function shareOfFullMarks(answer: (reference: string) => string | undefined): number {
  const scores = rows.flatMap((row) => {
    const text = answer(row.references[0] ?? "");
    return text === undefined
      ? []
      : [referenceScore(featuresOf({ ...row, answer: text }), { set: row.set, isPoint: false, scale: "marks" })];
  });
  return scores.filter((score) => score >= fullMarks).length / scores.length;
}

Deno.test("a reference earns full marks by itself", () => {
  assert.ok(shareOfFullMarks((text) => text) >= 0.95);
});

const random = seeded(5);
const terms = Object.values(glossary.terms).map((forms) => forms[0]).join(", ");
const sentences = (text: string) => text.split(/(?<=[.!?])\s+|\n+/).filter((part) => part !== "");
const spoilt: Readonly<Record<string, (text: string) => string | undefined>> = {
  "shuffled": (text) => shuffled(text, random),
  "shuffled, in lower case and without stops": (text) => shuffled(text.toLowerCase().replace(/[.,;:]/g, ""), random),
  "reduced to keywords": (text) => keywords(text, random),
  "reduced to keywords without commas": (text) => keywords(text, random, " "),
  "negated": negated,
  "denied": contradicted,
  "denied in other words": (text) => sentences(text).map((part) => `It is wrong that ${part}`).join(" "),
  "turned into its opposite": swapped,
  "replaced by all terms of the glossary": () => terms,
};
for (const [how, spoil] of Object.entries(spoilt)) {
  Deno.test(`a reference ${how} earns full marks on at most one question in twenty`, () => {
    assert.ok(shareOfFullMarks(spoil) <= 0.05, String(shareOfFullMarks(spoil)));
  });
}
