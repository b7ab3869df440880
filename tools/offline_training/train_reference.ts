import { formatTree, predictTrees, type Trees } from "../../grader/free_text/offline/trees.ts";
import type { Question } from "../../question-bank/mod.ts";
import { labelledScore } from "../eval/labelled_score.ts";
import { seeded } from "../eval/bootstrap.ts";
import { auc, kappa, macroF1, pearson, quadraticKappa, rmse, type Scored } from "../eval/metrics.ts";
import { mean } from "../eval/mean.ts";
import type { SetRow } from "../eval/read_set.ts";
import { referenceFeatureNames as names, referenceFeatures } from "../eval/reference_features.ts";
import { formFeatures, formOf, genuineShare, setsOfMarks, spread, withSetNames } from "../eval/reference_model.ts";
import { type Example, fitLogistic, type Logistic, logitOf, type Sign } from "./fit_logistic.ts";
import { fitTrees } from "./fit_trees.ts";
import { round4 } from "./round4.ts";
import { type Spoiling, spoilingNames, spoiltReferences } from "./spoilt_references.ts";

const folds = 8;
// Of the logistic model, where it is fitted once for each part.
const iterations = 400;
// Each set counts as much as the others, however many answers it has.
const weightOfASet = 1500;
const ridge = 300;
const scoreTrees = { trees: 150, leaves: 8, rate: 0.05, rowsMin: 60, ridge: 10, rowShare: 1, featureShare: 1 };
const spoiltTrees = { trees: 250, leaves: 8, rate: 0.08, rowsMin: 20, ridge: 5, rowShare: 0.7, featureShare: 0.5 };

/** The bank's labelled answers as rows of a set, whose reference is the model answer. */
export function bankRows(questions: readonly Question[]): SetRow[] {
  return questions.flatMap((question) =>
    question.kind === "free-text"
      ? question.examples.map((example, i) => ({
        id: `${question.id}#${i + 1}`,
        set: "bank",
        questionId: question.id,
        question: question.prompt,
        references: [question.modelAnswer],
        answer: example.text,
        score: labelledScore(question, example),
      }))
      : []
  );
}

/** The bank's criteria without their paraphrases as key points, one row for each labelled answer. */
export function bankPoints(questions: readonly Question[]): SetRow[] {
  return questions.flatMap((question) =>
    question.kind === "free-text"
      ? question.examples.flatMap(({ text, met }, i) =>
        question.rubric.criteria.map(({ id, says }) => ({
          id: `${question.id}#${i + 1}/${id}`,
          set: "points",
          questionId: question.id,
          question: question.prompt,
          references: [question.modelAnswer],
          point: says,
          answer: text,
          score: met.includes(id) ? 1 : 0,
        }))
      )
      : []
  );
}

/** A row with its features. */
interface Row extends Example {
  readonly set: string;
  readonly group: string;
}

function rowsOf(rows: readonly SetRow[], left: ReadonlySet<string> = new Set()): Row[] {
  const sets = new Map(
    [...Map.groupBy(rows, ({ set }) => set)].map(([set, own]) => [
      set,
      { featuresOf: referenceFeatures(own), weight: weightOfASet / own.length },
    ]),
  );
  return rows.flatMap((row) => {
    const set = sets.get(row.set);
    return set === undefined ? [] : [{
      ...{ set: row.set, group: groupOf(row), target: row.score, weight: set.weight },
      features: set.featuresOf(row).map((value, j) => left.has(names[j] ?? "") ? 0 : value),
    }];
  });
}

const groupOf = ({ set, questionId }: SetRow) => `${set}/${questionId}`;

/** How a score follows from features and the set: half a logistic model's logit, half that of trees. */
interface ScoreModel {
  readonly sets: readonly string[];
  readonly logistic: Logistic;
  readonly trees: Trees;
}

function fitScore(rows: readonly Row[], iterations?: number): ScoreModel {
  const sets = [...new Set(rows.map(({ set }) => set))];
  const examples = rows.map((row) => ({ ...row, features: withSet(row, sets) }));
  const signs = free(withSetNames(sets));
  return {
    sets,
    logistic: fitLogistic(examples, { signs, ridge, ...(iterations !== undefined && { iterations }) }),
    trees: fitTrees(examples, { ...scoreTrees, signs }),
  };
}

function scoreOf({ sets, logistic, trees }: ScoreModel, row: Row): number {
  const features = withSet(row, sets);
  return 1 / (1 + Math.exp(-(logitOf(logistic, features) + predictTrees(trees, features)) / 2));
}

// Marks are lenient in one place and strict in another.
function withSet({ features, set }: Row, sets: readonly string[]): number[] {
  return [...Array.from(features), ...sets.map((other) => other === set ? 1 : 0)];
}

const free = (list: readonly string[]): Sign[] => list.map(() => 0);

/** A row that is a reference, whole or spoilt, or a good answer. */
interface FormRow extends Row {
  readonly kind: Spoiling | "genuine";
}

const weightOfSpoilt = 375, weightOfGood = 3000, weightOfReferences = 1000, weightOfPhrases = 600;
const goodMin = 0.5;
const othersInADump = 12;

// What people wrote and got marks for, and references, against spoilt references.
function formRows(rows: readonly SetRow[]): FormRow[] {
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

function fitForm(rows: readonly FormRow[]): Trees {
  return fitTrees(rows, { ...spoiltTrees, signs: free(names) });
}

/**
 * Trains the score for sets with references on `rows` (whole answers) and `points` (key points), and the trees that tell spoilt
 * references. Everything printed of it is by cross-validation over questions. The result is what `reference_score.json` holds.
 */
export function trainReference(rows: readonly SetRow[], points: readonly SetRow[]) {
  const answerRows = rowsOf(rows, formFeatures);
  const answers = scoreModel(answerRows);
  return {
    answers: answers.stored,
    points: scoreModel(rowsOf(points, new Set([...formFeatures, ...notForPoints]))).stored,
    ...spreadOf(answerRows),
    spoilt: spoiltModel(formRows(rows), answers.model),
  };
}

/**
 * Scores of `rows` by models that have seen no answer to the row's question: for each of eight parts of the questions they are trained
 * on the other parts and on `others`, in the same way as the stored ones. What words weigh is told by the whole set, without its scores.
 */
export function heldOutReferenceScores(rows: readonly SetRow[], others: readonly SetRow[]): number[] {
  const all = [...rows, ...others];
  const answers = rowsOf(all, formFeatures), forms = formRows(all), whole = rowsOf(rows);
  const foldOf = foldsOf(whole);
  const models = Array.from({ length: folds }, (_, fold) => {
    const among = ({ group }: Row) => foldOf.get(group) !== fold;
    return { score: fitScore(answers.filter(among), iterations), spoilt: fitForm(forms.filter(among)) };
  });
  return whole.map((row, i) => {
    const model = models[foldOf.get(row.group) ?? 0], answer = answers[i];
    return model && answer ? scoreOf(model.score, answer) * genuineShare(model.spoilt, row.features) : NaN;
  });
}

// A key point may be said in one sentence of a long answer: neither its length nor the rest of it counts.
const notForPoints = [
  ...["answerLength", "lengthRatio", "precision", "weightedPrecision", "newPrecision", "trigramPrecision"],
  ...["fourgramPrecision", "cosine", "orderedPrecision"],
].map((name) => `overlap.${name}`).concat(
  ["precision", "closePrecision", "cosine", "cosineBesideQuestion", "questionCosine"].map((name) => `related.${name}`),
);

interface SetScored extends Scored {
  readonly set: string;
}

function scoreModel(rows: readonly Row[]) {
  const scored = crossValidated(rows, (train, test) => {
    const model = fitScore(train, iterations);
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
        withSetNames(sets).map((name, j) => [name, halved(logistic.weights[j])] as const).filter(([, weight]) =>
          weight !== 0
        ),
      ),
      trees: trees.trees.map((tree) =>
        formatTree({ ...tree, value: tree.value.map((value) => halved(value)) }, withSetNames(sets))
      ),
    },
  };
}

const spreads = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6];
// Exams give halves, quarters or tenths.
const markLevels = [3, 5, 11];

// Expected scores keep nearer to the middle than a person's. Chosen where it is used, on sets that the model has not seen: each set of
// marks is judged by a model of all others as the remaining sets of marks are.
function spreadOf(rows: readonly Row[]) {
  const marked = setsOfMarks.map((set) => rows.filter((row) => row.set === set));
  const centre = mean(marked.map((own) => mean(own.map(({ target }) => target))));
  const unseen = setsOfMarks.map((set, i) => {
    const model = fitScore(rows.filter((row) => row.set !== set), iterations);
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

const fullMarks = 0.75;

function spoiltModel(rows: readonly FormRow[], model: ScoreModel) {
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

function crossValidated<R extends Row, T>(rows: readonly R[], judge: (train: R[], test: R[]) => readonly T[]): T[] {
  const foldOf = foldsOf(rows);
  return Array.from({ length: folds }, (_, fold) => {
    const inFold = (row: R) => foldOf.get(row.group) === fold;
    return judge(rows.filter((row) => !inFold(row)), rows.filter(inFold));
  }).flat();
}

function foldsOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map([...new Set(rows.map(({ group }) => group))].map((group, i) => [group, i % folds]));
}
