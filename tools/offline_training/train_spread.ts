import { mean } from "../eval/mean.ts";
import { quadraticKappa, type Scored } from "../eval/metrics.ts";
import { setsOfMarks, spread } from "../eval/reference_model.ts";
import type { Row } from "./reference_rows.ts";
import { round4 } from "./round4.ts";
import { fitScore, iterationsOfAPart, scoreOf } from "./train_score.ts";

const spreads = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6];
// Exams give halves, quarters or tenths.
const markLevels = [3, 5, 11];

/**
 * How far expected scores, which keep nearer to the middle than a person's, are moved outwards. Chosen where it is used, on sets that
 * the model has not seen: each set of marks is judged by a model of all others as the remaining sets of marks are.
 */
export function trainSpread(rows: readonly Row[]) {
  const marked = setsOfMarks.map((set) => rows.filter((row) => row.set === set));
  const centre = mean(marked.map((own) => mean(own.map(({ target }) => target))));
  const unseen = setsOfMarks.map((set, i) => {
    const model = fitScore(rows.filter((row) => row.set !== set), iterationsOfAPart);
    const like = setsOfMarks.filter((other) => other !== set);
    return (marked[i] ?? []).map((row): Scored => ({
      group: row.group,
      human: row.target,
      predicted: mean(like.map((set) => scoreOf(model, { ...row, set }))),
    }));
  });
  const agreement = spreads.map((factor) => {
    const kappas = unseen.flatMap((own) => {
      const wide = own.map((row) => ({ ...row, predicted: spread(row.predicted, { factor, centre }) }));
      return markLevels.map((levels) => quadraticKappa(wide, levels));
    });
    return { factor, kappa: mean(kappas) };
  });
  const { factor } = agreement.reduce((best, one) => one.kappa > best.kappa ? one : best);
  return {
    spread: {
      ...{ factor, centre: round4(centre) },
      leavingOutASet: Object.fromEntries(agreement.map(({ factor, kappa }) => [factor, round4(kappa)])),
    },
  };
}
