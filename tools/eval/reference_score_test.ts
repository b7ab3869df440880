import assert from "node:assert/strict";
import { contradicted, keywords, negated, shuffled, swapped } from "../../grader/testing/attacks.ts";
import glossary from "../../grader/free_text/offline/lexicon/glossary.json" with { type: "json" };
import { loadBank } from "../../question-bank/mod.ts";
import { seeded } from "./bootstrap.ts";
import { referenceFeatureNames, referenceFeatures } from "./reference_features.ts";
import { formOf, genuineShare, spread } from "./reference_model.ts";
import { referenceScore, scaleOf } from "./reference_score.ts";

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

Deno.test("words of a phrase may stand in any order, but not be denied", () => {
  const certain = { bias: 9, trees: [] };
  const features = (values: Readonly<Record<string, number>>) =>
    referenceFeatureNames.map((name) => values[name] ?? (name === "worstDenial" ? 1 : 0));
  const phrase = features({ "overlap.referenceLength": Math.log1p(3) });
  assert.equal(Math.round(formOf(phrase).words), 3);
  assert.equal(genuineShare(certain, phrase), 1);
  assert.equal(
    genuineShare(certain, features({ "overlap.referenceLength": Math.log1p(3), "overlap.lengthRatio": 40 })),
    0,
  );
  assert.equal(
    genuineShare(certain, features({ "overlap.referenceLength": Math.log1p(3), "overlap.moreNegations": 1 })),
    0,
  );
  assert.equal(
    genuineShare(certain, features({ "overlap.referenceLength": Math.log1p(12), referenceFunctionShare: 0.4 })),
    0,
  );
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
const fullMarks = 0.75;

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
