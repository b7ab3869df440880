import { parseTree, predictTrees, type Trees } from "../../grader/free_text/offline/trees.ts";
import { mean } from "./mean.ts";
import { referenceFeatureNames } from "./reference_features.ts";
import { genuineShare, setsOfLabels, setsOfMarks, spread, withoutWeight } from "./reference_model.ts";
import stored from "./reference_score.json" with { type: "json" };
import { readScoreModel, type ScoreModel } from "./score_model.ts";

/** What a person's score is: a mark with steps between nothing and all, or a label, right or wrong. */
export type Scale = "marks" | "labels";

/** The scale of scores in [0, 1]: labels where nobody got a part. */
export function scaleOf(scores: readonly number[]): Scale {
  return scores.every((score) => score === 0 || score === 1) ? "labels" : "marks";
}

const answers = readScoreModel(stored.answers, withoutWeight.answers);
const points = readScoreModel(stored.points, withoutWeight.points);
const spoilt: Trees = {
  bias: stored.spoilt.bias,
  trees: stored.spoilt.trees.map((text) => parseTree(text, referenceFeatureNames)),
};

/**
 * The score expected of a person for a row, in [0, 1]. People are lenient in their own ways, and most of all between marks and
 * labels: a `set` that was trained on is judged as it was, any other as the sets of its scale are on average. Marks of a set that is not
 * known are spread as people's are. A reference that was shuffled, denied or turned into its opposite gets nothing. Key points have a
 * model of their own.
 */
export function referenceScore(
  features: readonly number[],
  { set, isPoint, scale }: { readonly set: string; readonly isPoint: boolean; readonly scale: Scale },
): number {
  const model = isPoint ? points : answers;
  const isKnown = model.sets.includes(set);
  const like = isKnown ? [set] : isPoint || scale === "labels" ? setsOfLabels : setsOfMarks;
  const expected = mean(like.map((set) => expectedScore(model, features, set)));
  if (isPoint) return expected;
  const score = isKnown || scale === "labels" ? expected : spread(expected, stored.spread);
  return score * genuineShare(spoilt, features);
}

function expectedScore({ sets, weights, trees }: ScoreModel, features: readonly number[], set: string): number {
  const all = [...features, ...sets.map((other) => other === set ? 1 : 0)];
  const value = weights.reduce((sum, weight, j) => sum + weight * (all[j] ?? 0), predictTrees(trees, all));
  return 1 / (1 + Math.exp(-value));
}
