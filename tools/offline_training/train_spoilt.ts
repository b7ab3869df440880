import { formatTree, type Trees } from "../../grader/free_text/offline/trees.ts";
import { seeded } from "../eval/bootstrap.ts";
import type { SetRow } from "../eval/read_set.ts";
import { referenceFeatureNames as names, referenceFeatures } from "../eval/reference_features.ts";
import { formOf, genuineShare } from "../eval/reference_model.ts";
import type { Sign } from "./fit_logistic.ts";
import { fitTrees } from "./fit_trees.ts";
import { crossValidated, folds } from "./folds.ts";
import { groupOf, type Row } from "./reference_rows.ts";
import { round4 } from "./round4.ts";
import { type Spoiling, spoilingNames, spoiltReferences } from "./spoilt_references.ts";
import { type ScoreModel, scoreOf } from "./train_score.ts";

const spoiltTrees = { trees: 250, leaves: 8, rate: 0.08, rowsMin: 20, ridge: 5, rowShare: 0.7, featureShare: 0.5 };

/** A row that is a reference, whole or spoilt, or a good answer. */
export interface FormRow extends Row {
  readonly kind: Spoiling | "genuine";
}

const weightOfSpoilt = 375, weightOfGood = 3000, weightOfReferences = 1000, weightOfPhrases = 600;
const goodMin = 0.5;
const othersInADump = 12;

/** What people wrote and got marks for, and references, against spoilt references. */
export function formRows(rows: readonly SetRow[]): FormRow[] {
  const random = seeded(1);
  return [...Map.groupBy(rows, ({ set }) => set)].flatMap(([set, own]) => {
    const featuresOf = referenceFeatures(own);
    const rowOf = (row: SetRow, kind: FormRow["kind"]): FormRow => ({
      ...{
        set,
        group: groupOf(row),
        features: featuresOf(row),
        kind,
        target: kind === "genuine" ? 0 : 1,
      },
      weight: 0,
    });
    const references = [...new Map(own.map((row) => [row.questionId, row])).values()]
      .flatMap((row) => row.references.map((answer) => ({ ...row, answer })));
    const good = own.filter(({ score }) => score >= goodMin).map((row) => rowOf(row, "genuine"));
    const whole = references.map((row) => rowOf(row, "genuine"));
    const spoilt = references.flatMap((row, i) =>
      spoiltReferences(row.answer, formOf(whole[i]?.features ?? []), {
        random,
        others: Array.from(
          { length: othersInADump },
          () => references[Math.floor(random() * references.length)]?.answer ?? "",
        ),
      }).map(({ kind, text, genuine }) => ({
        genuine,
        row: rowOf({ ...row, answer: text }, genuine ? "genuine" : kind),
      }))
    );
    const weigh = (list: readonly FormRow[], weight: number) =>
      list.map((row) => ({ ...row, weight: weight / list.length }));
    return [
      ...weigh(good, weightOfGood),
      ...weigh(whole, weightOfReferences),
      ...weigh(spoilt.filter(({ genuine }) => genuine).map(({ row }) => row), weightOfPhrases),
      ...spoilingNames.flatMap((kind) =>
        weigh(spoilt.map(({ row }) => row).filter((row) => row.kind === kind), weightOfSpoilt)
      ),
    ];
  });
}

/** Trees that tell how likely a text is a spoilt reference. */
export function fitForm(rows: readonly FormRow[]): Trees {
  return fitTrees(rows, { ...spoiltTrees, signs: names.map((): Sign => 0) });
}

const fullMarks = 0.75;

/** What of the trees is stored, with what spoilt references and genuine answers come to by cross-validation. */
export function trainSpoilt(rows: readonly FormRow[], model: ScoreModel) {
  const judged = crossValidated(rows, (train, test) => {
    const trees = fitForm(train);
    return test.map((row) => ({ row, share: genuineShare(trees, row.features) }));
  });
  const sets = [...new Set(rows.map(({ set }) => set))];
  const full = (set: string, kind: FormRow["kind"]) => {
    const own = judged.filter(({ row }) => row.set === set && row.kind === kind);
    // The score's own model has seen the set's questions, so that it grants its most.
    return round4(
      own.filter(({ row, share }) => share * scoreOf(model, row) >= fullMarks).length / Math.max(1, own.length),
    );
  };
  const { bias, trees } = fitForm(rows);
  return {
    crossValidation: {
      by: "question",
      folds,
      fullMarks: Object.fromEntries(
        spoilingNames.map((kind) => [kind, Object.fromEntries(sets.map((set) => [set, full(set, kind)]))]),
      ),
      genuineAnswersHit: Object.fromEntries(
        sets.map((set) => {
          const own = judged.filter(({ row }) => row.set === set && row.kind === "genuine");
          return [set, round4(own.filter(({ share }) => share < 0.5).length / Math.max(1, own.length))];
        }),
      ),
    },
    bias,
    trees: trees.map((tree) => formatTree(tree, names)),
  };
}
