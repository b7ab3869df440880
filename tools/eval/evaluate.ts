import { grade, offlineRubricGrader, type RubricGrader, type RubricJudgement } from "../../grader/mod.ts";
import { portsWith } from "../../grader/testing/fixtures.ts";
import type { Bank, Example, FreeTextQuestion, Question } from "../../question-bank/mod.ts";
import { CommandError } from "../command.ts";
import type { BaselineRow } from "./baselines.ts";
import { heldOutReferenceScores } from "../offline_training/held_out_scores.ts";
import { heldOutGrader } from "./held_out_grader.ts";
import { labelledScore } from "./labelled_score.ts";
import type { Scored } from "./metrics.ts";
import { modelGrader } from "./model_grader.ts";
import type { SetRow } from "./read_set.ts";
import { referenceFeatures } from "./reference_features.ts";
import { type ReferenceQuestions, referenceQuestions } from "./reference_rubric.ts";
import { referenceScore, scaleOf } from "./reference_score.ts";

/** Graders that can be measured. */
export const graderNames = ["offline", "held-out", "llm"] as const;
/** One of {@link graderNames}: the shipped offline grader, the same without the question's own labels, a language model. */
export type GraderName = (typeof graderNames)[number];

/** One graded answer, ready to be counted and written. */
export interface Prediction {
  readonly id: string;
  readonly questionId: string;
  readonly human: number;
  readonly predicted: number;
  readonly verdicts: readonly { readonly id: string; readonly verdict: string }[];
  /** Of a labelled answer of the bank. */
  readonly level?: Example["level"];
}

/** What one grader made of a set. */
export interface Evaluation {
  readonly predictions: readonly Prediction[];
  /** What is compared, by name: whole answers, single criteria. */
  readonly comparisons: Readonly<Record<string, Comparison>>;
  readonly judgements: readonly RubricJudgement[];
  /** Time of each answer. */
  readonly latenciesMs: readonly number[];
}

/** Scores next to people's, with what the baselines look at. */
export interface Comparison {
  readonly rows: readonly Scored[];
  readonly baseline: readonly BaselineRow[];
}

/** Grades everything once. */
export type Evaluate = (grader: GraderName) => Promise<Evaluation>;

function graderFor(name: GraderName, questions: readonly Question[]): RubricGrader {
  switch (name) {
    case "offline":
      return offlineRubricGrader({ questions });
    case "held-out":
      return heldOutGrader({ questions });
    case "llm":
      return modelGrader({ questions }, Deno.env.toObject());
    default:
      return name satisfies never;
  }
}

/**
 * Grades a set, whose references become an ad-hoc rubric. `others` are the sets that are trained on beside it where its own questions
 * are held out.
 */
export function setEvaluation(rows: readonly SetRow[], others: readonly SetRow[] = []): Evaluate {
  const questions = new Map<string, ReferenceQuestions>();
  const questionsOf = (row: SetRow): ReferenceQuestions => {
    const key = JSON.stringify([row.questionId, row.references, row.point]);
    const found = questions.get(key) ?? referenceQuestions(row);
    questions.set(key, found);
    return found;
  };
  const all = rows.flatMap((row) => Object.values(questionsOf(row)) as FreeTextQuestion[]);
  const unique = [...new Set(all)];
  return async (name) => {
    const scores = name === "llm" ? undefined : name === "offline" ? storedScores(rows) : heldOutScores(rows, others);
    // A held-out score is another one, the verdicts are the shipped grader's: the set was no part of their training.
    const grader = graderFor(name === "held-out" ? "offline" : name, unique);
    const judgements: RubricJudgement[] = [];
    const predictions: Prediction[] = [];
    const latenciesMs: number[] = [];
    for (const [i, row] of rows.entries()) {
      const start = performance.now();
      const { whole, clauses = whole } = questionsOf(row);
      const judgement = await grader.judge(clauses, row.answer);
      const predicted = scores?.(row, i) ?? expected(clauses, judgement);
      latenciesMs.push(performance.now() - start);
      judgements.push(judgement);
      predictions.push({
        id: row.id,
        questionId: row.questionId,
        human: row.score,
        predicted,
        verdicts: judgement.criteria,
      });
    }
    const baseline = rows.map(({ questionId, score, answer, references, point }) => ({
      group: questionId,
      human: score,
      answer,
      statements: point === undefined ? references : [point],
    }));
    return { predictions, comparisons: { answers: { rows: scored(predictions), baseline } }, judgements, latenciesMs };
  };
}

function storedScores(rows: readonly SetRow[]): (row: SetRow) => number {
  const scale = scaleOf(rows.map(({ score }) => score));
  const featuresOf = referenceFeatures(rows);
  return (row) => referenceScore(featuresOf(row), { set: row.set, isPoint: row.point !== undefined, scale });
}

function heldOutScores(rows: readonly SetRow[], others: readonly SetRow[]): (row: SetRow, i: number) => number {
  if (others.length === 0) {
    throw new CommandError(
      'Cannot use grader "held-out" on a set without the sets that it is trained on, expected --sets FOLDER',
    );
  }
  if (rows.some(({ point }) => point !== undefined)) {
    throw new CommandError('Cannot use grader "held-out" on key points, expected a set of whole answers');
  }
  const own = new Set(rows.map(({ set }) => set));
  const scores = heldOutReferenceScores(rows, others.filter(({ set }) => !own.has(set)));
  return (_, i) => scores[i] ?? NaN;
}

// Without a model of its own, a grader's score is what its verdicts and their confidence lead one to expect.
function expected({ rubric }: FreeTextQuestion, { criteria }: RubricJudgement): number {
  const all = rubric.criteria.reduce((sum, { weight }) => sum + weight, 0);
  return criteria.reduce((sum, { id, verdict, confidence }) => {
    const weight = rubric.criteria.find((criterion) => criterion.id === id)?.weight ?? 0;
    return sum + weight * (verdict === "met" ? confidence : 1 - confidence);
  }, 0) / all;
}

/** Grades the labelled answers of questions as the product does that has the whole `bank`. */
export function bankEvaluation(questions: readonly Question[], bank: Bank): Evaluate {
  return async (name) => {
    const rubric = graderFor(name, bank.questions);
    const judgements: RubricJudgement[] = [];
    const predictions: Prediction[] = [];
    const latenciesMs: number[] = [];
    const criteria: Scored[] = [];
    const answerBaseline: BaselineRow[] = [];
    const criterionBaseline: BaselineRow[] = [];
    for (const question of questions) {
      if (question.kind !== "free-text") continue;
      // Whatever is prepared once for a question, or trained for it, is no part of the time of an answer.
      await rubric.judge(question, "Nothing.");
      for (const [index, example] of question.examples.entries()) {
        const { text, met, level } = example;
        const start = performance.now();
        let judgement: RubricJudgement | undefined;
        const keeping: RubricGrader = { judge: async (...args) => judgement = await rubric.judge(...args) };
        const draft = await grade(question, { kind: "free-text", text }, portsWith(keeping));
        latenciesMs.push(performance.now() - start);
        if (judgement) judgements.push(judgement);
        const asked = question.rubric.criteria;
        const all = asked.reduce((sum, { weight }) => sum + weight, 0);
        const human = labelledScore(question, example);
        // An open score has no number; what is certain of it stands in for it here.
        const certain = draft.criteria.reduce((sum, { verdict, weight }) => verdict === "met" ? sum + weight : sum, 0);
        predictions.push({
          id: `${question.id}#${index + 1}`,
          questionId: question.id,
          human,
          predicted: draft.score ?? certain / all,
          verdicts: draft.criteria,
          level,
        });
        answerBaseline.push({ group: question.id, human, answer: text, statements: [question.modelAnswer] });
        for (const { id, says, paraphrases } of asked) {
          const labelled = met.includes(id) ? 1 : 0;
          const verdict = draft.criteria.find((it) => it.id === id)?.verdict;
          const sure = judgement?.criteria.find((it) => it.id === id)?.confidence ?? 1;
          const isMet = verdict === "met";
          criteria.push({ group: question.id, human: labelled, predicted: sideOfHalf(isMet ? sure : 1 - sure, isMet) });
          criterionBaseline.push({
            group: question.id,
            human: labelled,
            answer: text,
            statements: [says, ...paraphrases],
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
      latenciesMs,
    };
  };
}

// The verdict decides the side; how sure it is, how far from the middle.
function sideOfHalf(value: number, isMet: boolean): number {
  return isMet ? Math.max(0.5, value) : Math.min(0.4999, value);
}

function scored(predictions: readonly Prediction[]): Scored[] {
  return predictions.map(({ questionId, human, predicted }) => ({ group: questionId, human, predicted }));
}

/** Share of the verdicts that are not the same in all runs. */
export function flipRate(runs: readonly Evaluation[]): number {
  const verdicts = runs.map(({ predictions }) =>
    predictions.flatMap((it) => it.verdicts.map(({ verdict }) => verdict))
  );
  const [first = []] = verdicts;
  const flipped = first.filter((verdict, i) => verdicts.some((other) => other[i] !== verdict)).length;
  return flipped / Math.max(1, first.length);
}

/** One row per answer, tab-separated. */
export function predictionTable(predictions: readonly Prediction[]): string {
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
