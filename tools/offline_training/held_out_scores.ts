import type { SetRow } from "../eval/read_set.ts";
import { genuineShare, withoutWeight } from "../eval/reference_model.ts";
import { folds, foldsOf } from "./folds.ts";
import { type Row, rowsOf } from "./reference_rows.ts";
import { fitScore, iterationsOfAPart, scoreOf } from "./train_score.ts";
import { fitForm, formRows } from "./train_spoilt.ts";

/**
 * Scores of `rows` by models that have seen no answer to the row's question: for each of eight parts of the questions they are trained
 * on the other parts and on `others`, in the same way as the stored ones. What words weigh is told by the whole set, without its scores.
 */
export function heldOutReferenceScores(rows: readonly SetRow[], others: readonly SetRow[]): number[] {
  const all = [...rows, ...others];
  const answers = rowsOf(all, withoutWeight.answers), forms = formRows(all), whole = rowsOf(rows);
  const foldOf = foldsOf(whole);
  const models = Array.from({ length: folds }, (_, fold) => {
    const among = ({ group }: Row) => foldOf.get(group) !== fold;
    return { score: fitScore(answers.filter(among), iterationsOfAPart), spoilt: fitForm(forms.filter(among)) };
  });
  return whole.map((row, i) => {
    const model = models[foldOf.get(row.group) ?? 0], answer = answers[i];
    return model && answer ? scoreOf(model.score, answer) * genuineShare(model.spoilt, row.features) : NaN;
  });
}
