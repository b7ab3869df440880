import { parseTree, type Trees } from "../../grader/free_text/offline/trees.ts";
import { withSetNames } from "./reference_model.ts";

/** How a score follows from features and the set. */
export interface ScoreModel {
  readonly sets: readonly string[];
  /** Of the features, then of the sets. */
  readonly weights: Float64Array;
  readonly trees: Trees;
}

/** A {@link ScoreModel} as `reference_score.json` holds it. */
export interface StoredScoreModel {
  readonly sets: readonly string[];
  readonly bias: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly trees: readonly string[];
}

/**
 * Reads a model whose features `left` have no weight.
 *
 * @throws {RangeError} when another feature's weight is missing, or a weight or a tree belongs to no feature.
 */
export function readScoreModel(
  { sets, bias, weights, trees }: StoredScoreModel,
  left: ReadonlySet<string>,
): ScoreModel {
  const names = withSetNames(sets);
  const weighed = names.filter((name) => !left.has(name));
  const missing = weighed.filter((name) => !Number.isFinite(weights[name]));
  const unknown = Object.keys(weights).filter((name) => !weighed.includes(name));
  if (missing.length > 0 || unknown.length > 0) {
    const faults = [
      ...(missing.length > 0 ? [`${missing.join(", ")} missing`] : []),
      ...(unknown.length > 0 ? [`${unknown.join(", ")} unknown`] : []),
    ];
    throw new RangeError(`Cannot use the weights of a score: ${faults.join("; ")}, expected one for each feature`);
  }
  return {
    sets,
    weights: Float64Array.from(names, (name) => weights[name] ?? 0),
    trees: { bias, trees: trees.map((text) => parseTree(text, names)) },
  };
}
