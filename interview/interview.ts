import type { Bank, QuestionKind } from "../question-bank/mod.ts";
import type { Grade } from "../grader/mod.ts";
import { Conflict, NotFound } from "./errors.ts";
import { cancelJob } from "./cancel_job.ts";
import { type AnswerToGrade, gradeAnswer } from "./grade_answer.ts";
import { gradeJob, type JobOutcome } from "./grade_job.ts";
import { listenTo } from "./listen_to.ts";
import type { Listeners } from "./listeners.ts";
import type { Clock, Grading, GradingQueue, Ids, InterviewStore } from "./ports.ts";
import type { JobRecord } from "./records.ts";
import { precheck } from "./precheck.ts";
import { report } from "./report.ts";
import { start } from "./start.ts";
import { takeTurn, type TurnOptions, type TurnTaken } from "./take_turn.ts";
import type { Report, Session, SessionEvent, StartRequest, Turn } from "./types.ts";
import { gradesVisible, sessionView } from "./view.ts";

/** What an interview is made of. */
export interface InterviewPorts {
  /** The questions. */
  readonly bank: Bank;
  /** What is kept. */
  readonly store: InterviewStore;
  /** Grades one answer. */
  readonly grade: Grading;
  /** Takes jobs and runs them later. */
  readonly queue: GradingQueue;
  /** Tells those who wait that something happened. */
  readonly listeners: Listeners;
  /** Time. */
  readonly clock: Clock;
  /** Fresh ids. */
  readonly ids: Ids;
  /** Aborted when the server ends: nobody waits any longer, what is not graded is graded after the next start. */
  readonly ending: AbortSignal;
}

/** The ports, and what the parts of an interview share in memory. */
export interface InterviewParts extends InterviewPorts {
  /** Jobs as they were committed, until the queue comes to them: they need not be read again. */
  readonly fresh: Map<string, JobRecord>;
}

/** A line of the list of interviews to go on with. */
export interface OpenSession {
  /** Id of the session. */
  readonly id: string;
  /** How it is held. */
  readonly mode: Session["mode"];
  /** Number of the question asked now, from 1. */
  readonly position: number;
  /** Number of questions. */
  readonly length: number;
  /** ISO time of its start. */
  readonly createdAt: string;
}

/** Holds interviews. All that it promises, it has committed. */
export interface Interview {
  /**
   * Opens an interview: greeting and first question.
   *
   * @throws {InvalidRequest} when no question fits
   */
  start(request: StartRequest, owner: string | null): Promise<Session>;
  /** `null` for an unknown session. */
  get(sessionId: string): Promise<Session | null>;
  /** Who started it, a browser or a key; `null` for nobody in particular, and for an unknown session. */
  ownerOf(sessionId: string): Promise<string | null>;
  /**
   * Takes one turn; it is on disk when this resolves, and graded later.
   *
   * @throws {NotFound | Conflict | InvalidRequest}
   */
  takeTurn(sessionId: string, turn: Turn, options?: TurnOptions): Promise<TurnTaken>;
  /** Waits until the session is not grading, at most `timeoutMs`. */
  settled(sessionId: string, timeoutMs: number): Promise<void>;
  /** The grades that the candidate may see now, the counting one of each answer last. */
  grades(sessionId: string): Promise<readonly Grade[]>;
  /** One grade; `null` when unknown or not to be seen yet. */
  grade(gradeId: string): Promise<Grade | null>;
  /** What the interview came to so far; `null` for an unknown session. */
  report(sessionId: string): Promise<Report | null>;
  /** What happened after the event `afterId` (from the start without it), then what happens, until the end or the abort. */
  events(sessionId: string, afterId: string | null, signal: AbortSignal): AsyncIterable<SessionEvent>;
  /** Unfinished interviews of an owner, newest first. */
  openSessions(owner: string): Promise<readonly OpenSession[]>;
  /** `false` for an unknown session. */
  erase(sessionId: string): Promise<boolean>;
  /**
   * Grades an answer without a session; the answer is committed first. `timeoutMs: 0` does not wait.
   *
   * @throws {NotFound | InvalidRequest | QueueFull}
   */
  gradeAnswer(
    request: AnswerToGrade,
    options: { readonly timeoutMs: number },
  ): Promise<{ readonly jobId: string; readonly grade: Grade | null }>;
  /**
   * Runs only the visible checks of a coding question on an answer: a trial that costs nothing. The answer is committed first;
   * the result, shaped like a grade without a score, is not kept. It is given up when `signal` aborts.
   *
   * @throws {NotFound | InvalidRequest | QueueFull}
   */
  precheck(
    request: AnswerToGrade,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Grade>;
  /**
   * Ends a job that belongs to no session and has not ended: what runs is stopped at once, the answer is kept, there is no grade.
   * Nothing happens when it was cancelled before.
   *
   * @throws {NotFound} unknown job
   * @throws {Conflict} it is done
   */
  cancelJob(jobId: string): Promise<void>;
  /** Who sent the answer of a job; `null` for nobody in particular, and for an unknown job. */
  ownerOfJob(jobId: string): Promise<string | null>;
  /** Whose answer a grade is for; `null` for nobody's in particular, and for an unknown grade. */
  ownerOfGrade(gradeId: string): Promise<string | null>;
  /** `null` for an unknown job. */
  job(jobId: string): Promise<JobView | null>;
  /** Works on one job; called by the queue. */
  gradeJob(jobId: string, options: { readonly signal: AbortSignal; readonly attempt: number }): Promise<JobOutcome>;
  /** Puts every answer that an earlier process has left without a grade into the queue; called once, at start. */
  resume(): Promise<number>;
  /** Ends timed interviews whose deadline has passed; called every few seconds. */
  endOverdue(): Promise<void>;
  /** Finds answers without a grade that the queue does not have; called now and then. */
  sweep(): Promise<number>;
}

/** A grading job as its owner sees it. */
export interface JobView {
  /** Id of the job. */
  readonly id: string;
  /** How far it has come; "failed" when it was cancelled. */
  readonly state: "queued" | "running" | "done" | "failed";
  /** Its grade, once it is done. */
  readonly grade?: Grade;
}

/** Builds the interview service. */
export function createInterview(given: InterviewPorts): Interview {
  const ports: InterviewParts = { ...given, fresh: new Map() };
  const { bank, store, queue, clock } = ports;
  const get = async (sessionId: string): Promise<Session | null> => {
    const session = await store.session(sessionId);
    if (!session) return null;
    const [events, grades] = [await store.events(sessionId, 0), await store.grades(sessionId)];
    return sessionView(session, { bank, events, grades });
  };
  const ownerOf = async (sessionId: string) => (await store.session(sessionId))?.owner ?? null;
  const ownerOfJob = async (jobId: string) => {
    const job = await store.job(jobId);
    return job && (job.sessionId ? await ownerOf(job.sessionId) : job.owner);
  };
  const sweep = async () => {
    const waiting = await store.unfinishedJobs();
    for (const { id, questionId, ...job } of waiting) {
      const lane = laneOf(bank.get(questionId)?.kind ?? "free-text");
      queue.enqueue({ id, lane, owner: queueOwner(job) });
    }
    return waiting.length;
  };
  return {
    get,
    async start(request, owner) {
      const id = await start(request, owner, ports);
      const session = await get(id);
      if (!session) throw new NotFound("session", id);
      return session;
    },
    ownerOf,
    ownerOfJob,
    async ownerOfGrade(gradeId) {
      const found = await store.grade(gradeId);
      return found && await ownerOfJob(found.jobId);
    },
    takeTurn: (sessionId, turn, options = {}) => takeTurn(sessionId, turn, { ...options, ports }),
    async settled(sessionId, timeoutMs) {
      const grading = async () => (await store.session(sessionId))?.state === "grading";
      await until(async () => !(await grading()), { topic: sessionId, timeoutMs, ports });
    },
    async grades(sessionId) {
      const session = await store.session(sessionId);
      if (!session || !gradesVisible(session)) return [];
      return (await store.grades(sessionId)).map(({ grade }) => grade);
    },
    async grade(gradeId) {
      const found = await store.grade(gradeId);
      if (!found) return null;
      const session = found.sessionId && await store.session(found.sessionId);
      return session && !gradesVisible(session) ? null : found.grade;
    },
    report: (sessionId) => report(sessionId, ports),
    events: (sessionId, afterId, signal) => listenTo(sessionId, { afterId, signal, ports }),
    async openSessions(owner) {
      return (await store.openSessions(owner)).map(({ id, mode, items, length, createdAt }) => ({
        id,
        mode,
        position: items.length,
        length,
        createdAt,
      }));
    },
    async erase(sessionId) {
      const jobs = (await store.unfinishedJobs()).filter((job) => job.sessionId === sessionId);
      const erased = await store.erase(sessionId);
      // No grader gets or keeps what was to be graded, and whoever listens is told that it is over.
      for (const { id } of jobs) {
        ports.fresh.delete(id);
        queue.cancel(id);
      }
      ports.listeners.tell(sessionId, { kind: "committed" });
      return erased;
    },
    gradeAnswer: (request, options) => gradeAnswer(request, { ...options, ports }),
    precheck: (request, options) => precheck(request, { ...options, ports }),
    async cancelJob(jobId) {
      // A turn's job is seen through its session.
      if ((await store.job(jobId))?.sessionId) throw new NotFound("job", jobId);
      await cancelJob(jobId, ports);
    },
    async job(jobId) {
      const job = await store.job(jobId);
      // A turn's job is seen through its session, where a mock interview keeps its grades back.
      if (!job || job.sessionId) return null;
      const grade = (await store.gradeOfJob(jobId))?.grade;
      return { id: job.id, state: stateOf(job, queue), ...(grade && { grade }) };
    },
    gradeJob: (jobId, options) => gradeJob(jobId, { ...options, ports }),
    async resume() {
      await store.restartJobs();
      return await sweep();
    },
    sweep,
    async endOverdue() {
      for (const id of await store.overdueSessions(clock.now().toISOString())) {
        await takeTurn(id, { type: "end" }, { ports }).catch((error) => {
          // The candidate was quicker, or has erased it.
          if (!(error instanceof Conflict || error instanceof NotFound)) throw error;
        });
      }
    },
  };
}

function stateOf({ id, state }: JobRecord, queue: GradingQueue): JobView["state"] {
  switch (state) {
    case "queued":
      return queue.isRunning(id) ? "running" : "queued";
    case "done":
      return "done";
    case "cancelled":
      return "failed";
    default:
      return state satisfies never;
  }
}

/** Who waits in the queue for a job: its session, else the key that sent it, else everybody without one together. */
export const queueOwner = ({ sessionId, owner }: Pick<JobRecord, "sessionId" | "owner">): string =>
  sessionId ?? owner ?? "api";

/** Code runs in a lane of its own, so that it never holds up the rest. */
export const laneOf = (kind: QuestionKind): "text" | "coding" => kind === "coding" ? "coding" : "text";

/** All grades of a session, by id. */
export async function currentGrades(sessionId: string, { store }: InterviewPorts): Promise<ReadonlyMap<string, Grade>> {
  return new Map((await store.grades(sessionId)).map(({ grade }) => [grade.id, grade]));
}

/** Waits until `holds`, looking again at every signal on `topic`, at most `timeoutMs`. */
async function until(
  holds: () => Promise<boolean>,
  { topic, timeoutMs, ports }: {
    readonly topic: string;
    readonly timeoutMs: number;
    readonly ports: Pick<InterviewPorts, "listeners" | "clock" | "ending">;
  },
): Promise<void> {
  const over = new AbortController();
  let wake = () => {};
  let timedOut = false;
  const stop = ports.listeners.listen(topic, () => wake());
  const timeout = ports.clock.sleep(timeoutMs, AbortSignal.any([over.signal, ports.ending])).then(() => {
    timedOut = true;
    wake();
  });
  try {
    while (!timedOut) {
      const signalled = new Promise<void>((resolve) => wake = resolve);
      if (await holds()) return;
      await signalled;
    }
  } finally {
    stop();
    over.abort();
    await timeout;
  }
}
