import type { SetRow } from "../eval/read_set.ts";
import { withoutWeight } from "../eval/reference_model.ts";
import { rowsOf } from "./reference_rows.ts";
import { trainScore } from "./train_score.ts";
import { formRows, trainSpoilt } from "./train_spoilt.ts";
import { trainSpread } from "./train_spread.ts";

/**
 * Trains the score for sets with references on `rows` (whole answers) and `points` (key points), and the trees that tell spoilt
 * references. Everything printed of it is by cross-validation over questions. The result is what `reference_score.json` holds.
 */
export function trainReference(rows: readonly SetRow[], points: readonly SetRow[]) {
  const answerRows = rowsOf(rows, withoutWeight.answers);
  const answers = trainScore(answerRows, withoutWeight.answers);
  return {
    answers: answers.stored,
    points: trainScore(rowsOf(points, withoutWeight.points), withoutWeight.points).stored,
    ...trainSpread(answerRows),
    spoilt: trainSpoilt(formRows(rows), answers.model),
  };
}
