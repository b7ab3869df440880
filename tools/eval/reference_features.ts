import { bestComparisons, type RatedComparison } from "../../grader/free_text/offline/best_comparison.ts";
import { featureNames } from "../../grader/free_text/offline/features.ts";
import { idfOf } from "../../grader/free_text/offline/idf.ts";
import { prepareAnswer, type PreparedQuestion, prepareRubric } from "../../grader/free_text/offline/prepare.ts";
import { formFeatures, formNames } from "./form_features.ts";
import { logit } from "./logit.ts";
import { overlap, overlapNames, wordWeights } from "./overlap.ts";
import type { SetRow } from "./read_set.ts";
import { relatedness, relatednessNames } from "./relatedness.ts";
import { referenceQuestions } from "./reference_rubric.ts";
import { wordVectors } from "./word_vectors.ts";

// Beyond it, closeness tells no more.
const margin = 1e-3;

/** Names of the features of {@link referenceFeatures}, in order. */
export const referenceFeatureNames: readonly string[] = [
  ...["whole", "mean", "best", "worst", "shareSaid", "clauses"],
  ...["granted", "worstGranted", "worstDenial", "worstSentence", ...formNames],
  ...featureNames.map((name) => `clauses.${name}`),
  ...overlapNames.map((name) => `overlap.${name}`),
  ...relatednessNames.map((name) => `related.${name}`),
];

/**
 * What the score of a row is computed from where there is no rubric, only a reference: the offline grader's comparisons of the answer
 * with the whole reference and with its clauses, how it is put into words, plain overlap, and overlap in meaning. Built once for a set; the rarity of words is the set's own.
 */
export function referenceFeatures(rows: readonly SetRow[]): (row: SetRow) => number[] {
  const questions = new Map(rows.map((row) => [keyOf(row), { row, ...referenceQuestions(row) }]));
  const all = [...questions.values()];
  const idf = idfOf({ questions: all.map(({ whole }) => whole) });
  const weight = wordWeights(all.map(({ whole }) => `${whole.prompt} ${whole.modelAnswer}`));
  const related = relatedness(wordVectors, weight);
  const prepared = new Map(
    [...questions].map(([key, { row, whole, clauses }]) => {
      const question = prepareRubric(whole, idf);
      const references = referencesOf(row).map((text) => prepareAnswer(text, question, idf));
      return [key, { whole: question, clauses: clauses && prepareRubric(clauses, idf), references }];
    }),
  );
  return (row) => {
    const { whole, clauses, references = [] } = prepared.get(keyOf(row)) ?? {};
    const answer = whole && prepareAnswer(row.answer, whole, idf);
    const compare = (question: PreparedQuestion | undefined) =>
      question && answer ? bestComparisons(question.criteria, answer) : [];
    const [first] = compare(whole);
    const parts = clauses ? compare(clauses) : [first];
    const sizes = clauses
      ? clauses.criteria.map(({ statements }) => statements[0]?.parts.reduce((sum, part) => sum + part.weight, 0) ?? 0)
      : [1];
    const total = sizes.reduce((sum, size) => sum + size, 0) || 1;
    const shares = sizes.map((size) => size / total);
    const said = parts.map(closeness);
    const texts = referencesOf(row).map((reference) => ({ question: row.question, reference, answer: row.answer }));
    const surface = texts.map((text) => overlap(text, weight));
    const meaning = texts.map(related);
    const nearest = surface.reduce((best, one, i) => nearness(one) > nearness(surface[best] ?? []) ? i : best, 0);
    const granted = parts.map((part) => part?.rating.probability ?? 0);
    const weighted = (values: readonly number[]) => values.reduce((sum, value, i) => sum + value * (shares[i] ?? 0), 0);
    return [
      logit(closeness(first), { margin }),
      logit(weighted(said), { margin }),
      logit(Math.max(...said), { margin }),
      logit(Math.min(...said), { margin }),
      said.filter((value) => value >= 0.5).length / said.length,
      Math.log(said.length),
      weighted(granted),
      Math.min(...granted),
      Math.min(...parts.map((part) => part?.rating.denial ?? 1)),
      Math.min(...parts.map((part) => part?.rating.gates.sentence ?? 1)),
      ...formFeatures(references, answer),
      ...featureNames.map((_, k) => weighted(parts.map((part) => part?.features[k] ?? 0))),
      ...(surface[nearest] ?? []),
      ...meaning.reduce((best, one) => alikeness(one) > alikeness(best) ? one : best, meaning[0] ?? []),
    ];
  };
}

function keyOf({ questionId, references, point }: SetRow): string {
  return JSON.stringify([questionId, references, point]);
}

function referencesOf({ references, point }: SetRow): readonly string[] {
  return point === undefined ? references : [point];
}

function closeness(place: RatedComparison | undefined): number {
  return place?.rating.closeness ?? 0;
}

function nearness(surface: readonly number[]): number {
  return (surface[overlapNames.indexOf("weightedRecall")] ?? 0) + (surface[overlapNames.indexOf("trigramRecall")] ?? 0);
}

function alikeness(meaning: readonly number[]): number {
  return (meaning[relatednessNames.indexOf("recall")] ?? 0) + (meaning[relatednessNames.indexOf("cosine")] ?? 0);
}
