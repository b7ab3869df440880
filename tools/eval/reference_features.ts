import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { type BestComparison, bestComparisons } from "../../grader/free_text/offline/best_comparison.ts";
import { featureNames } from "../../grader/free_text/offline/features.ts";
import { idfOf } from "../../grader/free_text/offline/idf.ts";
import { prepareAnswer, type PreparedQuestion, prepareRubric } from "../../grader/free_text/offline/prepare.ts";
import { overlap, overlapNames, wordWeights } from "./overlap.ts";
import type { SetRow } from "./read_set.ts";
import { referenceQuestions } from "./reference_rubric.ts";

/** Names of the features of {@link referenceFeatures}, in order. */
export const referenceFeatureNames: readonly string[] = [
  ...["whole", "mean", "best", "worst", "shareSaid", "clauses"],
  ...featureNames.map((name) => `clauses.${name}`),
  ...overlapNames.map((name) => `overlap.${name}`),
];

/**
 * What the score of a row is computed from where there is no rubric, only a reference: the offline grader's comparisons of the answer
 * with the whole reference and with its clauses, and plain overlap. Built once for a set; the rarity of words is the set's own.
 */
export function referenceFeatures(rows: readonly SetRow[]): (row: SetRow) => number[] {
  const questions = new Map(rows.map((row) => [keyOf(row), referenceQuestions(row)]));
  const all = [...questions.values()];
  const idf = idfOf({ questions: all.map(({ whole }) => whole) });
  const weight = wordWeights(all.map(({ whole }) => `${whole.prompt} ${whole.modelAnswer}`));
  const prepare = (question: FreeTextQuestion | undefined) => question && prepareRubric(question, idf);
  const prepared = new Map(
    [...questions].map(([key, { whole, clauses }]) => [key, { whole: prepare(whole), clauses: prepare(clauses) }]),
  );
  return (row) => {
    const { whole, clauses } = prepared.get(keyOf(row)) ?? {};
    const compare = (question: PreparedQuestion | undefined) =>
      question ? bestComparisons(question.criteria, prepareAnswer(row.answer, question, idf)) : [];
    const [first] = compare(whole);
    const parts = clauses ? compare(clauses) : [first];
    const sizes = clauses
      ? clauses.criteria.map(({ statements }) => statements[0]?.parts.reduce((sum, part) => sum + part.weight, 0) ?? 0)
      : [1];
    const total = sizes.reduce((sum, size) => sum + size, 0) || 1;
    const shares = sizes.map((size) => size / total);
    const said = parts.map(closeness);
    const references = row.point === undefined ? row.references : [row.point];
    const texts = references.map((reference) => ({ question: row.question, reference, answer: row.answer }));
    const surface = texts.map((text) => overlap(text, weight));
    return [
      logit(closeness(first)),
      logit(said.reduce((sum, value, i) => sum + value * (shares[i] ?? 0), 0)),
      logit(Math.max(...said)),
      logit(Math.min(...said)),
      said.filter((value) => value >= 0.5).length / said.length,
      Math.log(said.length),
      ...featureNames.map((_, k) =>
        parts.reduce((sum, part, i) => sum + (part?.features[k] ?? 0) * (shares[i] ?? 0), 0)
      ),
      ...surface.reduce((best, one) => nearness(one) > nearness(best) ? one : best, surface[0] ?? []),
    ];
  };
}

function keyOf({ questionId, references, point }: SetRow): string {
  return JSON.stringify([questionId, references, point]);
}

function closeness(place: BestComparison | undefined): number {
  return place?.rating.closeness ?? 0;
}

function nearness(surface: readonly number[]): number {
  return (surface[overlapNames.indexOf("weightedRecall")] ?? 0) + (surface[overlapNames.indexOf("trigramRecall")] ?? 0);
}

function logit(probability: number): number {
  const bounded = Math.min(1 - 1e-3, Math.max(1e-3, probability));
  return Math.log(bounded / (1 - bounded));
}
