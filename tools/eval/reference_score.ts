import { referenceFeatureNames } from "./reference_features.ts";
import models from "./reference_score.json" with { type: "json" };

/**
 * The score expected of a person for a row, in [0, 1]. A set's marks have their own leniency: `set` picks the intercept
 * fitted for a set that was trained on, any other gets their mean. Key points have a model of their own.
 */
export function referenceScore(
  features: readonly number[],
  { set, isPoint }: { readonly set: string; readonly isPoint: boolean },
): number {
  const model = isPoint ? models.points : models.answers;
  const intercepts: Readonly<Record<string, number>> = model.intercepts;
  const weights: Readonly<Record<string, number>> = model.weights;
  const known = Object.values(intercepts);
  const bias = intercepts[set] ?? known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const value = referenceFeatureNames.reduce((sum, name, j) => sum + (features[j] ?? 0) * (weights[name] ?? 0), bias);
  return 1 / (1 + Math.exp(-value));
}
