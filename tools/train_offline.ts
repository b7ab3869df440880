/**
 * `deno task train`: makes the offline grader's weights anew.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { featureNames } from "../grader/free_text/offline/features.ts";
import { formatTree } from "../grader/free_text/offline/trees.ts";
import { loadBank, type Question } from "../question-bank/mod.ts";
import { auc, kappa, macroF1, pearson, rmse, type Scored } from "./eval/metrics.ts";
import { readSet, type SetRow } from "./eval/read_set.ts";
import { referenceFeatureNames, referenceFeatures } from "./eval/reference_features.ts";
import { type Example, fitLogistic, type FitOptions, predict, type Sign } from "./offline_training/fit_logistic.ts";
import { fluencyTable } from "./offline_training/fluency_table.ts";
import { closenessTrainer } from "./offline_training/train_closeness.ts";

const usage = `deno task train --sets FOLDER --date YYYY-MM-DD [--step fluency|model|reference]
    Writes, in this order: grader/free_text/offline/fluency.json (how words follow each other, from the sets' texts),
    grader/free_text/offline/model.json (from the bank's labelled answers) and
    tools/eval/reference_score.json (how a person's mark follows from a reference's clauses, from the sets).
    A step reads what the steps before it wrote, so each is a run of its own; without --step all are run.
    FOLDER holds mohler_dev.tsv, scientsbank_2way_dev.tsv, beetle_2way_dev.tsv and saf_en_dev.tsv.`;

/** Sets whose licence allows to train on them, and the file of each. */
const trainingSets = ["mohler", "scientsbank_2way", "beetle_2way", "saf_en"] as const;

const referenceRidge = 100;
const folds = 8;

const root = `${import.meta.dirname}/..`;
const files = {
  fluency: `${root}/grader/free_text/offline/fluency.json`,
  model: `${root}/grader/free_text/offline/model.json`,
  reference: `${root}/tools/eval/reference_score.json`,
};

function readSets(folder: string): SetRow[] {
  return trainingSets.flatMap((name) =>
    readSet(Deno.readTextFileSync(`${folder}/${name}_dev.tsv`)).map((row) => ({ ...row, set: row.set || name }))
  );
}

function trainFluency(rows: readonly SetRow[], date: string): void {
  const table = fluencyTable(rows.flatMap((row) => [row.answer, row.question, ...row.references]));
  write(files.fluency, {
    about: "How often classes of words follow each other in short answers; see fluency.ts.",
    ...made(date),
    ...table,
  });
}

function trainModel(questions: readonly Question[], date: string): void {
  const { bias, trees } = closenessTrainer(questions)(() => true);
  write(files.model, {
    about: "Trees of the closeness model, see trees.ts; the features are described in features.ts.",
    ...made(date),
    data: ["labelled answers of the question bank"],
    bias,
    trees: trees.map((tree) => formatTree(tree, featureNames)),
  });
}

// The bank's criteria without their paraphrases are key points.
function keyPoints(questions: readonly Question[]): SetRow[] {
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

// A key point may be said in one sentence of a long answer: neither its length nor the rest of it counts.
const lengthFeatures = [
  "answerLength",
  "lengthRatio",
  "precision",
  "weightedPrecision",
  "newPrecision",
  "trigramPrecision",
];
const notForPoints = new Set([...lengthFeatures, "fourgramPrecision", "cosine"].map((name) => `overlap.${name}`));

function trainReference(rows: readonly SetRow[], points: readonly SetRow[], date: string): void {
  const shortAnswers = rows.filter(({ set }) => set === "scientsbank" || set === "beetle");
  write(files.reference, {
    about:
      "Weights that turn comparisons with a reference answer into a score; the features are those of reference_features.ts.",
    ...made(date),
    answers: referenceModel(rows, new Set()),
    points: referenceModel([...points, ...shortAnswers], notForPoints),
  });
}

function referenceModel(rows: readonly SetRow[], without: ReadonlySet<string>) {
  const sets = [...new Set(rows.map(({ set }) => set))];
  const names = referenceFeatureNames;
  const examples: (Example & { readonly group: string })[] = sets.flatMap((set) => {
    const own = rows.filter((row) => row.set === set);
    const featuresOf = referenceFeatures(own);
    return own.map((row) => ({
      group: `${set}/${row.questionId}`,
      features: [
        ...featuresOf(row).map((value, j) => without.has(names[j] ?? "") ? 0 : value),
        // One intercept per set: marks are lenient in one place and strict in another.
        ...sets.map((other) => other === set ? 1 : 0),
      ],
      target: row.score,
      weight: 1500 / own.length,
    }));
  });
  const options = { signs: examples[0] ? Array.from(examples[0].features, (): Sign => 0) : [], ridge: referenceRidge };
  const scored = crossValidated(examples, options);
  const model = fitLogistic(examples, options);
  const agreementOn = (set: string) => {
    const own = scored.filter(({ group }) => group.startsWith(`${set}/`));
    const metrics = { r: pearson, rmse, macroF1, kappa, auc };
    return Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, round4(metric(own))]));
  };
  return {
    crossValidation: { by: "question", folds, sets: Object.fromEntries(sets.map((set) => [set, agreementOn(set)])) },
    weights: Object.fromEntries(
      names.map((name, j) => [name, round4(model.weights[j] ?? 0)] as const).filter(([, weight]) => weight !== 0),
    ),
    intercepts: Object.fromEntries(
      sets.map((set, i) => [set, round4(model.bias + (model.weights[names.length + i] ?? 0))]),
    ),
  };
}

function crossValidated(examples: readonly (Example & { readonly group: string })[], options: FitOptions): Scored[] {
  const foldOf = foldsOf(examples.map(({ group }) => group));
  return Array.from({ length: folds }, (_, fold) => {
    const model = fitLogistic(examples.filter(({ group }) => foldOf(group) !== fold), { ...options, iterations: 400 });
    return examples.filter(({ group }) => foldOf(group) === fold)
      .map(({ group, target, features }) => ({ group, human: target, predicted: predict(model, features) }));
  }).flat();
}

function foldsOf(groups: readonly string[]): (group: string) => number {
  const order = new Map([...new Set(groups)].map((group, i) => [group, i % folds]));
  return (group) => order.get(group) ?? 0;
}

function made(date: string) {
  return {
    date,
    command: `deno task train --sets FOLDER --date ${date}`,
    data: [
      "labelled answers of the question bank",
      "Mohler, Bunescu and Mihalcea 2011 (CC BY 4.0), development part",
      "SciEntsBank and Beetle, SemEval-2013 task 7 (CC BY-SA 3.0), development part",
      "Filighera et al. 2022, SAF English (CC BY 4.0), development part",
    ],
  };
}

function write(path: string, value: unknown): void {
  Deno.writeTextFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4 || 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { sets: { type: "string" }, date: { type: "string" }, step: { type: "string" } },
  });
  const { sets, date, step } = values;
  if (!sets || !date || !/^\d{4}-\d\d-\d\d$/.test(date)) {
    console.error(usage);
    return 2;
  }
  if (step === undefined) {
    // Each step's result is imported as a module by the next one, so each runs in a process of its own.
    for (const name of ["fluency", "model", "reference"]) {
      const args = ["run", "-A", import.meta.filename ?? "", "--sets", sets, "--date", date, "--step", name];
      const { code } = await new Deno.Command(Deno.execPath(), { args, stdout: "inherit", stderr: "inherit" }).output();
      if (code !== 0) return code;
    }
    return 0;
  }
  const rows = readSets(sets);
  if (step === "fluency") trainFluency(rows, date);
  if (step === "model") trainModel((await loadBank()).questions, date);
  if (step === "reference") trainReference(rows, keyPoints((await loadBank()).questions), date);
  return 0;
}

if (import.meta.main) Deno.exit(await main());
