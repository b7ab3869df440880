import { referenceFeatureNames } from "./reference_features.ts";
import models from "./reference_score.json" with { type: "json" };

/** What a person's score is: a mark with steps between nothing and all, or a label, right or wrong. */
export type Scale = "marks" | "labels";

/** The sets that were trained on whose scores are marks. */
const setsOfMarks: readonly string[] = ["mohler", "saf_en"];

/** The scale of scores in [0, 1]: labels where nobody got a part. */
export function scaleOf(scores: readonly number[]): Scale {
  return scores.every((score) => score === 0 || score === 1) ? "labels" : "marks";
}

/**
 * The score expected of a person for a row, in [0, 1]. People are lenient in their own ways, and most of all between marks and
 * labels: `set` picks the intercept fitted for a set that was trained on, any other gets the mean of the sets of its scale.
 * Key points have a model of their own.
 */
export function referenceScore(
  features: readonly number[],
  { set, isPoint, scale }: { readonly set: string; readonly isPoint: boolean; readonly scale: Scale },
): number {
  const model = isPoint ? models.points : models.answers;
  const intercepts: Readonly<Record<string, number>> = model.intercepts;
  const weights: Readonly<Record<string, number>> = model.weights;
  const bias = intercepts[set] ?? mean(likeSets(intercepts, isPoint ? "labels" : scale));
  const value = referenceFeatureNames.reduce((sum, name, j) => sum + (features[j] ?? 0) * (weights[name] ?? 0), bias);
  return 1 / (1 + Math.exp(-value));
}

function likeSets(intercepts: Readonly<Record<string, number>>, scale: Scale): readonly number[] {
  return Object.entries(intercepts)
    .filter(([name]) => setsOfMarks.includes(name) === (scale === "marks")).map(([, value]) => value);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
