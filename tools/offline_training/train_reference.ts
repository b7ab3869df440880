import type { SetRow } from "../eval/read_set.ts";
import { formFeatures } from "../eval/reference_model.ts";
import { rowsOf } from "./reference_rows.ts";
import { trainScore } from "./train_score.ts";
import { formRows, trainSpoilt } from "./train_spoilt.ts";
import { trainSpread } from "./train_spread.ts";

// A key point may be said in one sentence of a long answer: neither its length nor the rest of it counts.
const notForPoints = [
  ...["answerLength", "lengthRatio", "precision", "weightedPrecision", "newPrecision", "trigramPrecision"],
  ...["fourgramPrecision", "cosine", "orderedPrecision"],
].map((name) => `overlap.${name}`).concat(
  ["precision", "closePrecision", "cosine", "cosineBesideQuestion", "questionCosine"].map((name) => `related.${name}`),
);

/**
 * Trains the score for sets with references on `rows` (whole answers) and `points` (key points), and the trees that tell spoilt
 * references. Everything printed of it is by cross-validation over questions. The result is what `reference_score.json` holds.
 */
export function trainReference(rows: readonly SetRow[], points: readonly SetRow[]) {
  const answerRows = rowsOf(rows, formFeatures);
  const answers = trainScore(answerRows);
  return {
    answers: answers.stored,
    points: trainScore(rowsOf(points, new Set([...formFeatures, ...notForPoints]))).stored,
    ...trainSpread(answerRows),
    spoilt: trainSpoilt(formRows(rows), answers.model),
  };
}
