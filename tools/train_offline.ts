/**
 * `deno task train`: makes the offline grader's weights anew.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type FeatureName, featureNames } from "../grader/free_text/offline/features.ts";
import { rate } from "../grader/free_text/offline/model.ts";
import { loadBank, type Question } from "../question-bank/mod.ts";
import { auc, kappa, macroF1, pearson, rmse, type Scored } from "./eval/metrics.ts";
import { readSet, type SetRow } from "./eval/read_set.ts";
import { referenceFeatureNames, referenceFeatures } from "./eval/reference_features.ts";
import {
  type Example,
  fitLogistic,
  type FitOptions,
  type Logistic,
  predict,
  type Sign,
} from "./offline_training/fit_logistic.ts";
import { fluencyTable } from "./offline_training/fluency_table.ts";
import { bankPairs, type LabelledPair, setPairs } from "./offline_training/pairs.ts";

const usage = `deno task train --sets FOLDER --date YYYY-MM-DD [--step fluency|model|reference]
    Writes, in this order: grader/free_text/offline/fluency.json (how words follow each other, from the sets' texts),
    grader/free_text/offline/model.json (from the bank's labelled answers and, with little weight, the sets) and
    tools/eval/reference_score.json (how a person's mark follows from a reference's clauses, from the sets).
    A step reads what the steps before it wrote, so each is a run of its own; without --step all are run.
    FOLDER holds mohler_dev.tsv, scientsbank_2way_dev.tsv, beetle_2way_dev.tsv and saf_en_dev.tsv.`;

/** Sets whose licence allows to train on them, and the file of each. */
const trainingSets = ["mohler", "scientsbank_2way", "beetle_2way", "saf_en"] as const;

const positive: readonly FeatureName[] = [
  ...["recall", "plainRecall", "exactRecall", "keyRecall", "bestClause", "worstClause", "recallSquared"] as const,
  ...["said", "exact", "precision", "cosine", "pairs", "order", "run", "fluency", "segments"] as const,
  ...["recallAndFluency", "topic", "topicShare", "margin", "roleAgreement"] as const,
  ...["sentence", "affirmed", "notOpposite", "sameRoles"] as const,
];
const negative: readonly FeatureName[] = [
  ...["unsaid", "worstMiss", "otherNumber", "length"] as const,
  ...["negation", "opposite", "opposites", "exchanged", "roleConflict"] as const,
];
// Saying more of a statement never speaks against it, and saying more words never speaks for it.
const signs: readonly Sign[] = featureNames.map((name) =>
  positive.includes(name) ? 1 : negative.includes(name) ? -1 : 0
);
const startWeights: Partial<Record<FeatureName, number>> = {
  ...{ plainRecall: 3, bestClause: 0.5, exact: 0.7, pairs: 1, topic: 1.5, margin: 0.7, roleAgreement: 0.5 },
  ...{ sentence: 1.5, affirmed: 1, notOpposite: 0.5, sameRoles: 0.5, worstMiss: -0.5, otherNumber: -1 },
};
const ridge = 3;
const referenceRidge = 100;
const rounds = 4;
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

// Which place of an answer is compared depends on the weights, and the weights on the places: the first round starts from these.
const start: Logistic = {
  weights: Float64Array.from(featureNames, (name) => startWeights[name] ?? 0),
  bias: -5,
};

function trainModel(questions: readonly Question[], rows: readonly SetRow[], date: string): void {
  let best: { readonly model: Logistic; readonly report: Agreement } | undefined;
  let current = start;
  for (let round = 1; round <= rounds; round++) {
    const rateNow = (features: Float64Array) => rate(features, current);
    const pairs = [...bankPairs(questions, rateNow), ...setPairs(rows, rateNow)];
    const report = agreement(pairs);
    console.log(`round ${round}:`, report);
    current = fitLogistic(pairs, { signs, ridge });
    if (!best || report.auc > best.report.auc) best = { model: current, report };
  }
  if (!best) return;
  const { model, report } = best;
  const weights = featureNames.map((name, i) => [name, round4(model.weights[i] ?? 0)] as const).filter(([, value]) =>
    value !== 0
  );
  write(files.model, {
    about: "Weights of the closeness model; the features are described in features.ts.",
    ...made(date),
    crossValidation: { by: "question", folds, ...report },
    weights: Object.fromEntries(weights),
    bias: round4(model.bias),
  });
}

interface Agreement {
  readonly pairs: number;
  readonly kappa: number;
  readonly macroF1: number;
  readonly auc: number;
}

// Every question is rated by a model that has not seen it.
function agreement(pairs: readonly LabelledPair[]): Agreement {
  const foldOf = foldsOf(pairs.map(({ group }) => group));
  const scored: Scored[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const inside = ({ group }: LabelledPair) => foldOf(group) === fold;
    const model = fitLogistic(pairs.filter((pair) => !inside(pair)), { signs, ridge, iterations: 400 });
    for (const pair of pairs.filter((pair) => inside(pair) && pair.measured)) {
      scored.push({ group: pair.group, human: pair.target, predicted: pair.gate * predict(model, pair.features) });
    }
  }
  return {
    pairs: scored.length,
    kappa: round4(kappa(scored)),
    macroF1: round4(macroF1(scored)),
    auc: round4(auc(scored)),
  };
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
  if (step === "model") trainModel((await loadBank()).questions, rows, date);
  if (step === "reference") trainReference(rows, keyPoints((await loadBank()).questions), date);
  return 0;
}

if (import.meta.main) Deno.exit(await main());
