/**
 * `deno task eval`: how far a grader agrees with people.
 *
 * @module
 */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { openaiRubricGrader } from "../grader/adapters/mod.ts";
import { grade, type GradePorts, offlineRubricGrader, type RubricGrader, type RubricJudgement } from "../grader/mod.ts";
import { type Bank, type FreeTextQuestion, loadBank, type Question } from "../question-bank/mod.ts";
import { type BaselineRow, baselines } from "./eval/baselines.ts";
import type { Scored } from "./eval/metrics.ts";
import { readSet } from "./eval/read_set.ts";
import { referenceQuestions } from "./eval/reference_rubric.ts";
import { referenceFeatures } from "./eval/reference_features.ts";
import { referenceScore } from "./eval/reference_score.ts";
import { formatReports, type GraderReport, measure } from "./eval/report.ts";

const usage = `deno task eval --set FILE.tsv|bank [--grader offline|llm] [--predictions OUT.tsv] [--repeats N] [--json]
    Grades every answer of a set and compares with the marks that people gave. A set's references become an ad-hoc rubric: their
    clauses as criteria; a row with a "point" column is one criterion. "bank" stands for the labelled answers of the question bank.
    Prints Pearson's r, RMSE, quadratic kappa over three levels, kappa, macro-F1, AUC, precision and recall, each with a 95 % bootstrap
    interval over questions, next to three baselines fitted to the set itself.
    --grader llm: needs OPENAI_API_KEY, and OPENAI_BASE_URL and GRADER_MODEL where they differ from OpenAI's.
    --repeats: grades N times and prints how often a verdict flips.
    --predictions: one row per answer: id, question, person's score, predicted score, verdicts.`;

/** One graded answer, ready to be counted and written. */
interface Prediction {
  readonly id: string;
  readonly questionId: string;
  readonly human: number;
  readonly predicted: number;
  readonly verdicts: readonly { readonly id: string; readonly verdict: string }[];
}

interface Evaluation {
  readonly predictions: readonly Prediction[];
  /** What is compared, by name: whole answers, single criteria. */
  readonly comparisons: Readonly<
    Record<string, { readonly rows: readonly Scored[]; readonly baseline: readonly BaselineRow[] }>
  >;
  readonly judgements: readonly RubricJudgement[];
  readonly millis: number;
}

function graderFor(name: string, questions: readonly Question[]): RubricGrader {
  if (name === "offline") return offlineRubricGrader({ questions });
  if (name !== "llm") throw new RangeError(`Cannot use grader "${name}": unknown, expected offline or llm`);
  const apiKey = Deno.env.get("OPENAI_API_KEY") ?? "none";
  const baseUrl = Deno.env.get("OPENAI_BASE_URL") ?? "https://api.openai.com/v1";
  // Repeats measure how often the model changes its mind, so nothing is recalled.
  const cache = { get: () => Promise.resolve(null), put: () => Promise.resolve() };
  return openaiRubricGrader({ apiKey, baseUrl, model: Deno.env.get("GRADER_MODEL") ?? "gpt-4.1-mini", cache });
}

async function evaluateSet(text: string, graderName: string): Promise<Evaluation> {
  const rows = readSet(text);
  const questions = rows.flatMap((row) => Object.values(referenceQuestions(row)));
  const unique = [
    ...new Map(questions.map((question) => [JSON.stringify([question.id, question.rubric]), question])).values(),
  ];
  const grader = graderFor(graderName, unique);
  const featuresOf = graderName === "offline" ? referenceFeatures(rows) : undefined;
  const judgements: RubricJudgement[] = [];
  const predictions: Prediction[] = [];
  const start = performance.now();
  for (const row of rows) {
    const { whole, clauses = whole } = referenceQuestions(row);
    const judgement = await grader.judge(clauses, row.answer);
    judgements.push(judgement);
    const isPoint = row.point !== undefined;
    predictions.push({
      id: row.id,
      questionId: row.questionId,
      human: row.score,
      predicted: featuresOf ? referenceScore(featuresOf(row), { set: row.set, isPoint }) : expected(clauses, judgement),
      verdicts: judgement.criteria,
    });
  }
  const millis = performance.now() - start;
  const baseline = rows.map(({ questionId, score, answer, references, point }) => ({
    group: questionId,
    human: score,
    answer,
    statements: point === undefined ? references : [point],
  }));
  return { predictions, comparisons: { answers: { rows: scored(predictions), baseline } }, judgements, millis };
}

// Without a model of its own, a grader's score is what its verdicts and their confidence lead one to expect.
function expected({ rubric }: FreeTextQuestion, { criteria }: RubricJudgement): number {
  const all = rubric.criteria.reduce((sum, { weight }) => sum + weight, 0);
  return criteria.reduce((sum, { id, verdict, confidence }) => {
    const weight = rubric.criteria.find((criterion) => criterion.id === id)?.weight ?? 0;
    return sum + weight * (verdict === "met" ? confidence : 1 - confidence);
  }, 0) / all;
}

async function evaluateBank(bank: Bank, graderName: string): Promise<Evaluation> {
  const rubric = graderFor(graderName, bank.questions);
  const judgements: RubricJudgement[] = [];
  const predictions: Prediction[] = [];
  const criteria: Scored[] = [];
  const answerBaseline: BaselineRow[] = [];
  const criterionBaseline: BaselineRow[] = [];
  let millis = 0;
  for (const question of bank.questions) {
    if (question.kind !== "free-text") continue;
    const { criteria: asked, misconceptions } = question.rubric;
    const all = asked.reduce((sum, { weight }) => sum + weight, 0);
    for (const [index, { text, met, states }] of question.examples.entries()) {
      const start = performance.now();
      let judgement: RubricJudgement | undefined;
      const keeping: RubricGrader = {
        judge: async (...args) => judgement = await rubric.judge(...args),
      };
      const draft = await grade(question, { kind: "free-text", text }, portsWith(keeping));
      millis += performance.now() - start;
      if (judgement) judgements.push(judgement);
      const earned = asked.reduce((sum, { id, weight }) => met.includes(id) ? sum + weight : sum, 0) / all;
      const penalty = misconceptions.reduce((sum, { id, penalty }) => states.includes(id) ? sum + penalty : sum, 0);
      const human = Math.max(0, earned - penalty);
      // An open score has no number; what is certain of it stands in for it here.
      const certain = draft.criteria.reduce((sum, { verdict, weight }) => verdict === "met" ? sum + weight : sum, 0) /
        all;
      const id = `${question.id}#${index + 1}`;
      predictions.push({
        id,
        questionId: question.id,
        human,
        predicted: draft.score ?? certain,
        verdicts: draft.criteria,
      });
      answerBaseline.push({ group: question.id, human, answer: text, statements: [question.modelAnswer] });
      for (const criterion of asked) {
        const found = judgement?.criteria.find((it) => it.id === criterion.id);
        const verdict = draft.criteria.find((it) => it.id === criterion.id)?.verdict;
        const labelled = met.includes(criterion.id) ? 1 : 0;
        const sure = found?.confidence ?? 1;
        criteria.push({ group: question.id, human: labelled, predicted: verdict === "met" ? sure : 1 - sure });
        criterionBaseline.push({
          group: question.id,
          human: labelled,
          answer: text,
          statements: [criterion.says, ...criterion.paraphrases],
        });
      }
    }
  }
  return {
    predictions,
    comparisons: {
      answers: { rows: scored(predictions), baseline: answerBaseline },
      criteria: { rows: criteria, baseline: criterionBaseline },
    },
    judgements,
    millis,
  };
}

function portsWith(rubric: RubricGrader): GradePorts {
  const run = () => Promise.reject(new Error("Cannot run code: no sandbox in an evaluation, expected free text"));
  return {
    rubric,
    sandbox: { tier: "none", reason: "An evaluation of free text runs no code.", run },
    random: () => ({ uniform: Math.random, normal: Math.random }),
  };
}

function scored(predictions: readonly Prediction[]): Scored[] {
  return predictions.map(({ questionId, human, predicted }) => ({ group: questionId, human, predicted }));
}

function flipRate(runs: readonly Evaluation[]): number {
  const verdicts = runs.map(({ predictions }) =>
    predictions.flatMap((it) => it.verdicts.map(({ verdict }) => verdict))
  );
  const [first = []] = verdicts;
  const flipped = first.filter((verdict, i) => verdicts.some((other) => other[i] !== verdict)).length;
  return flipped / Math.max(1, first.length);
}

function predictionTable(predictions: readonly Prediction[]): string {
  const header = ["id", "question_id", "score_0_to_1", "predicted", "verdicts"].join("\t");
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const rows = predictions.map(({ id, questionId, human, predicted, verdicts }) =>
    [
      clean(id),
      clean(questionId),
      human,
      predicted.toFixed(4),
      verdicts.map(({ id, verdict }) => `${id}=${verdict}`).join(";"),
    ].join("\t")
  );
  return [header, ...rows, ""].join("\n");
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      set: { type: "string" },
      grader: { type: "string", default: "offline" },
      predictions: { type: "string" },
      repeats: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  const { set, grader, repeats, json } = values;
  if (set === undefined || !(Number(repeats) >= 1)) {
    console.error(usage);
    return 2;
  }
  const bank = set === "bank" ? await loadBank() : undefined;
  const runs: Evaluation[] = [];
  for (let i = 0; i < Number(repeats); i++) {
    runs.push(bank ? await evaluateBank(bank, grader) : await evaluateSet(await Deno.readTextFile(set), grader));
  }
  const [run] = runs;
  if (!run) return 2;
  if (values.predictions) await Deno.writeTextFile(values.predictions, predictionTable(run.predictions));

  const reports: Record<string, GraderReport[]> = Object.fromEntries(
    Object.entries(run.comparisons).map(([name, { rows, baseline }]) => [
      name,
      [measure(grader, rows), ...Object.entries(baselines(baseline)).map(([name, rows]) => measure(name, rows))],
    ]),
  );
  const summary = {
    set: basename(set),
    grader: run.judgements[0]?.grader ?? { name: grader },
    answers: run.predictions.length,
    questions: new Set(run.predictions.map(({ questionId }) => questionId)).size,
    unsure: run.judgements.flatMap(({ criteria }) => criteria).filter(({ verdict }) => verdict === "unsure").length,
    verdicts: run.judgements.flatMap(({ criteria }) => criteria).length,
    millisPerAnswer: run.millis / Math.max(1, run.predictions.length),
    costUsd: run.judgements.reduce((sum, { usage }) => sum + (usage?.costUsd ?? 0), 0),
    ...(runs.length > 1 && { repeats: runs.length, flipRate: flipRate(runs) }),
  };
  if (json) {
    console.log(JSON.stringify({ ...summary, reports }, null, 2));
    return 0;
  }
  console.log(
    `${summary.set}: ${summary.answers} answers to ${summary.questions} questions, graded by ${
      JSON.stringify(summary.grader)
    }`,
  );
  for (const [name, list] of Object.entries(reports)) console.log(`\n${formatReports(name, list)}`);
  const flips = "flipRate" in summary ? `, flip rate ${(100 * Number(summary.flipRate)).toFixed(1)} %` : "";
  console.log(
    `\n${summary.unsure} of ${summary.verdicts} verdicts unsure, ${
      summary.millisPerAnswer.toFixed(1)
    } ms per answer, ` +
      `${summary.costUsd.toFixed(4)} USD${flips}`,
  );
  return 0;
}

if (import.meta.main) Deno.exit(await main());
