import { formatTree, predictTrees, type Trees } from "../../grader/free_text/offline/trees.ts";
import { auc, kappa, macroF1, pearson, rmse, type Scored } from "../eval/metrics.ts";
import { withSetNames } from "../eval/reference_model.ts";
import { fitLogistic, type Logistic, logitOf, type Sign } from "./fit_logistic.ts";
import { fitTrees } from "./fit_trees.ts";
import { crossValidated, folds } from "./folds.ts";
import type { Row } from "./reference_rows.ts";
import { round4 } from "./round4.ts";

/** Of the logistic model, where it is fitted once for each part. */
export const iterationsOfAPart = 400;
const ridge = 300;
const scoreTrees = { trees: 150, leaves: 8, rate: 0.05, rowsMin: 60, ridge: 10, rowShare: 1, featureShare: 1 };

/** How a score follows from features and the set: half a logistic model's logit, half that of trees. */
export interface ScoreModel {
  readonly sets: readonly string[];
  readonly logistic: Logistic;
  readonly trees: Trees;
}

/** Fits to `rows`; with fewer `iterations` a little less closely. */
export function fitScore(rows: readonly Row[], iterations?: number): ScoreModel {
  const sets = [...new Set(rows.map(({ set }) => set))];
  const examples = rows.map((row) => ({ ...row, features: withSet(row, sets) }));
  const signs = withSetNames(sets).map((): Sign => 0);
  return {
    sets,
    logistic: fitLogistic(examples, { signs, ridge, ...(iterations !== undefined && { iterations }) }),
    trees: fitTrees(examples, { ...scoreTrees, signs }),
  };
}

/** The score expected for a row, in [0, 1]. */
export function scoreOf({ sets, logistic, trees }: ScoreModel, row: Row): number {
  const features = withSet(row, sets);
  return 1 / (1 + Math.exp(-(logitOf(logistic, features) + predictTrees(trees, features)) / 2));
}

// Marks are lenient in one place and strict in another.
function withSet({ features, set }: Row, sets: readonly string[]): number[] {
  return [...Array.from(features), ...sets.map((other) => other === set ? 1 : 0)];
}

interface SetScored extends Scored {
  readonly set: string;
}

/** The model of `rows`, whose features `left` are all 0, and what of it is stored, with its agreement by cross-validation. */
export function trainScore(rows: readonly Row[], left: ReadonlySet<string>) {
  const scored = crossValidated(rows, (train, test) => {
    const model = fitScore(train, iterationsOfAPart);
    return test.map((row): SetScored => ({
      ...{ set: row.set, group: row.group, human: row.target, predicted: scoreOf(model, row) },
    }));
  });
  const model = fitScore(rows);
  const { sets, logistic, trees } = model;
  const agreement = (set: string) => {
    const own = scored.filter((row) => row.set === set);
    const metrics = { r: pearson, rmse, macroF1, kappa, auc };
    return Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, round4(metric(own))]));
  };
  const halved = (weight: number | undefined) => round4((weight ?? 0) / 2);
  return {
    model,
    stored: {
      crossValidation: { by: "question", folds, sets: Object.fromEntries(sets.map((set) => [set, agreement(set)])) },
      sets,
      bias: round4((logistic.bias + trees.bias) / 2),
      weights: Object.fromEntries(
        withSetNames(sets).flatMap((name, j) => left.has(name) ? [] : [[name, halved(logistic.weights[j])]]),
      ),
      trees: trees.trees.map((tree) =>
        formatTree({ ...tree, value: tree.value.map((value) => halved(value)) }, withSetNames(sets))
      ),
    },
  };
}
