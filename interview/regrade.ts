import {
  AnswerRefused,
  type Grade,
  type GradeDraft,
  mergeFollowUp,
  ModelOutage,
  type RubricChoice,
  type StandIn,
} from "../grader/mod.ts";
import { Conflict, InvalidRequest, NotFound } from "./errors.ts";
import { type InterviewParts, payerOf } from "./interview.ts";
import type { GradeRecord, JobRecord } from "./records.ts";
import { replaceGrade } from "./replace_grade.ts";

/** Which grades to make again, and with what. */
export interface RegradeRequest {
  /** Only answers to this question. */
  readonly questionId?: string;
  /** Only free text, by this grader; without it, everything by the grader that would be asked now. */
  readonly grader?: "offline" | "llm";
  /** Whether only to tell who would move. */
  readonly dryRun: boolean;
  /** Most grades to look at. */
  readonly limit: number;
  /** Where an earlier request ended. */
  readonly cursor?: string;
}

/** A grade that would move, or has moved. */
export interface Move {
  /** The grade that counts. */
  readonly gradeId: string;
  /** Its session; `null` without one. */
  readonly sessionId: string | null;
  /** The question answered. */
  readonly questionId: string;
  /** What it is. */
  readonly from: Outcome;
  /** What it would be, or is now. */
  readonly to: Outcome;
  /** By how much the score moves; `null` where one of the two has none. */
  readonly difference: number | null;
  /** What has changed, one sentence each. */
  readonly because: readonly string[];
  /** The new grade, where it was applied. */
  readonly newGradeId?: string;
}

/** A grade in short. */
export type Outcome = Pick<Grade, "status" | "score" | "outcome" | "grader" | "questionVersion">;

/** What regrading came to. */
export interface Regraded {
  /** Whether nothing was changed. */
  readonly dryRun: boolean;
  /** Grades looked at. */
  readonly considered: number;
  /** Those that move. */
  readonly moves: readonly Move[];
  /** Those that could not be made again, and why. */
  readonly failed: readonly { readonly gradeId: string; readonly detail: string }[];
  /** To be sent to go on; `null` when that was all. */
  readonly nextCursor: string | null;
}

/**
 * Makes grades again and tells which would move; a language model is asked anew, also where it has read the answer before. Grades by a person stay; so do answers whose appeal a person has yet to decide.
 * With `dryRun: false` those that move are replaced; both grades are kept.
 *
 * @throws {NotFound} unknown question
 * @throws {InvalidRequest} there is no language model, or the question is not free text
 */
export async function regrade(request: RegradeRequest, ports: InterviewParts): Promise<Regraded> {
  const { bank, reviews } = ports;
  const { questionId, grader, dryRun, limit, cursor } = request;
  const question = questionId === undefined ? undefined : bank.get(questionId);
  if (questionId !== undefined && !question) throw new NotFound("question", questionId);
  if (grader === "llm" && !ports.hasModel) {
    throw new InvalidRequest([{ pointer: "/grader", detail: "no language model is configured, expected offline" }]);
  }
  if (grader !== undefined && question && question.kind !== "free-text") {
    throw new InvalidRequest([{
      pointer: "/grader",
      detail: `a ${question.kind} question has one grader, expected no other for "${questionId}"`,
    }]);
  }
  const found = await reviews.regradable({ ...(questionId && { questionId }), afterId: cursor ?? "", limit });
  const moves: Move[] = [];
  const failed: { gradeId: string; detail: string }[] = [];
  for (const before of found) {
    await turnOfOthers();
    if (grader !== undefined && before.grade.kind !== "free-text") continue;
    const appeals = await reviews.appeals((await reviews.chain(before.grade.id)).map(({ grade }) => grade.id));
    if (appeals.some(({ state }) => state !== "closed")) continue;
    try {
      const by = grader === undefined ? "first" : grader === "llm" ? "model" : "offline";
      const started = ports.clock.now();
      const draft = await redraft(before, { by, anew: true, ports });
      if (draft.standIn && !before.standIn) throw new Conflict(standsIn[draft.standIn]);
      if (!moved(before.grade, draft)) continue;
      const move = moveOf(before, draft);
      if (dryRun) moves.push(move);
      else {
        const durationMs = ports.clock.now().getTime() - started.getTime();
        const { id } = await replaceGrade(before, { draft, purpose: "regrade", durationMs }, ports);
        moves.push({ ...move, newGradeId: id });
      }
    } catch (error) {
      failed.push({ gradeId: before.grade.id, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  const last = found.at(-1)?.grade.id;
  return {
    dryRun,
    considered: found.length,
    moves,
    failed,
    nextCursor: found.length < limit ? null : last ?? null,
  };
}

/**
 * Makes the grades again that the offline grader made while the model was out, oldest first, until the model is out again.
 * Returns how many. One that cannot be made again is told to `onFault`, and the others are not kept waiting by it.
 */
export async function remake(
  { ports, onFault }: {
    readonly ports: InterviewParts;
    readonly onFault: (gradeId: string, error: unknown) => void;
  },
): Promise<number> {
  if (!ports.hasModel) return 0;
  let [made, passedOver] = [0, 0];
  for (;;) {
    const [before] = await ports.reviews.standIns({ offset: passedOver, limit: 1 });
    if (!before || ports.ending.aborted) return made;
    try {
      const started = ports.clock.now();
      const draft = await redraft(before, { by: "model", anew: false, ports });
      const durationMs = ports.clock.now().getTime() - started.getTime();
      await replaceGrade(before, { draft, purpose: "remake", durationMs }, ports);
      made++;
    } catch (error) {
      if (error instanceof ModelOutage || ports.ending.aborted) return made;
      // Something else took its place, its question has left the bank, a cap is reached, or the model refuses it: it stays as it is.
      if (!(error instanceof Conflict || error instanceof AnswerRefused || isSpent(error))) {
        onFault(before.grade.id, error);
      }
      passedOver++;
    }
  }
}

/** The offline grader only computes, and a database in a file answers at once: without this nobody else would be served. */
const turnOfOthers = () => new Promise<void>((resolve) => setTimeout(resolve));

const standsIn: Readonly<Record<StandIn, string>> = {
  outage: "the language model could not be reached, expected it to grade",
  budget: "the budget for the language model is spent, expected it to grade",
  refused: "the language model did not take this answer, expected it to grade",
};

const isSpent = (error: unknown) => error instanceof Error && error.name === "BudgetSpent";

/** Grades an answer again as it was graded: a follow-up's reply on top of what it builds on. */
async function redraft(
  before: GradeRecord,
  { by, anew, ports }: {
    readonly by: RubricChoice;
    /** Whether what a model has said of the answer before is forgotten first. */
    readonly anew: boolean;
    readonly ports: InterviewParts;
  },
): Promise<GradeDraft> {
  const { bank, store, ending } = ports;
  const { answer, grade } = before;
  const question = bank.get(grade.questionId);
  if (!question) throw new Conflict(`Cannot grade again: the question "${grade.questionId}" has left the bank`);
  const job = await firstJob(before, ports);
  const session = before.sessionId ? await store.session(before.sessionId) : null;
  const options = {
    by: job?.offlineOnly ? "offline" as const : by,
    payer: payerOf({ sessionId: before.sessionId, owner: job?.owner ?? null }, session),
    signal: ending,
  };
  const base = job?.criterionId && job.supersedes ? await store.grade(job.supersedes) : null;
  if (!base || !job?.criterionId || question.kind !== "free-text" || answer.kind !== "free-text") {
    if (anew) await ports.reviews.forgetReadings(answer);
    return await ports.grade(question, answer, options);
  }
  if (!question.rubric.criteria.some(({ id }) => id === job.criterionId)) {
    throw new Conflict(`Cannot grade again: the criterion "${job.criterionId}" has left "${question.id}"`);
  }
  if (anew) await Promise.all([base.answer, answer].map(ports.reviews.forgetReadings));
  const first = await ports.grade(question, base.answer, options);
  const reply = await ports.grade(question, answer, { ...options, criteria: [job.criterionId] });
  const stored: Grade = { ...first, id: base.grade.id, gradedAt: base.grade.gradedAt, durationMs: 0 };
  const merged = mergeFollowUp(question, { before: stored, text: answer.text, reply, criterionId: job.criterionId });
  return { ...merged, ...(first.standIn && !reply.standIn && { standIn: first.standIn }) };
}

/** The job that graded the answer the first time, whatever has replaced its grade since. */
async function firstJob(record: GradeRecord, { store }: InterviewParts): Promise<JobRecord | null> {
  let job = await store.job(record.jobId);
  while (job && job.purpose !== "grade" && job.supersedes) {
    const earlier = await store.grade(job.supersedes);
    job = earlier && await store.job(earlier.jobId);
  }
  return job;
}

function moved(before: Grade, after: GradeDraft): boolean {
  return before.status !== after.status || before.outcome !== after.outcome ||
    Math.abs((before.score ?? 0) - (after.score ?? 0)) > 1e-9;
}

function moveOf({ grade, sessionId }: GradeRecord, draft: GradeDraft): Move {
  const difference = grade.score === null || draft.score === null ? null : draft.score - grade.score;
  return {
    gradeId: grade.id,
    sessionId,
    questionId: grade.questionId,
    from: outcomeOf(grade),
    to: outcomeOf(draft),
    difference,
    because: reasons(grade, draft),
  };
}

const outcomeOf = ({ status, score, outcome, grader, questionVersion }: Grade | GradeDraft): Outcome => ({
  status,
  score,
  outcome,
  grader,
  questionVersion,
});

function reasons(before: Grade, after: GradeDraft): readonly string[] {
  const name = ({ name, version, model }: Grade["grader"]) => [name, model, version].filter(Boolean).join(" ");
  const old = new Map(before.criteria.map((criterion) => [criterion.id, criterion]));
  const now = new Set(after.criteria.map(({ id }) => id));
  const stated = (grade: Pick<Grade, "misconceptions">) => grade.misconceptions.map(({ id }) => id);
  return [
    ...(before.questionVersion === after.questionVersion
      ? []
      : [`The question has changed from version ${before.questionVersion} to ${after.questionVersion}.`]),
    ...(name(before.grader) === name(after.grader)
      ? []
      : [`The grader was ${name(before.grader)} and is ${name(after.grader)}.`]),
    ...after.criteria.flatMap(({ id, verdict, reason, weight }) => {
      const was = old.get(id);
      if (!was) return [`Criterion ${id} is new: ${verdict}. ${reason}`];
      if (was.verdict !== verdict) return [`Criterion ${id} was ${was.verdict} and is ${verdict}. ${reason}`];
      return was.weight === weight ? [] : [`Criterion ${id} weighed ${was.weight} and weighs ${weight}.`];
    }),
    ...before.criteria.filter(({ id }) => !now.has(id)).map(({ id }) => `Criterion ${id} is gone.`),
    ...stated(before).filter((id) => !stated(after).includes(id)).map((id) =>
      `Misconception ${id} is not found any more.`
    ),
    ...stated(after).filter((id) => !stated(before).includes(id)).map((id) => `Misconception ${id} is found.`),
  ];
}
