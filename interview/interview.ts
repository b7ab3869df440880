import type { Bank, QuestionKind } from "../question-bank/mod.ts";
import { type Grade, type Payer, sumUsage, type Usage } from "../grader/mod.ts";
import { Conflict, NotFound } from "./errors.ts";
import { appeal, type AppealRequest, type AppealView, appealView, type GradeHistory } from "./appeal.ts";
import { type Batches, createBatches } from "./batches.ts";
import { cancelJob } from "./cancel_job.ts";
import { type AnswerToGrade, gradeAnswer } from "./grade_answer.ts";
import { gradeJob, type JobOutcome } from "./grade_job.ts";
import { listenTo } from "./listen_to.ts";
import type { Listeners } from "./listeners.ts";
import { override, type OverrideRequest } from "./override.ts";
import type {
  BatchStore,
  Clock,
  Grading,
  GradingQueue,
  Ids,
  InterviewStore,
  ReviewStore,
  ShareStore,
} from "./ports.ts";
import type { JobRecord, SessionRecord } from "./records.ts";
import { regrade, type Regraded, type RegradeRequest, remake } from "./regrade.ts";
import { setClock } from "./pause.ts";
import { precheck } from "./precheck.ts";
import { report } from "./report.ts";
import { type ReviewCase, reviewCase } from "./review_case.ts";
import { type ReviewQueue, reviewQueue } from "./review_queue.ts";
import { share } from "./share.ts";
import { start } from "./start.ts";
import { stopGrading } from "./stop_grading.ts";
import { takeBack } from "./take_back.ts";
import { takeTurn, type TurnOptions, type TurnTaken } from "./take_turn.ts";
import type { Report, Session, SessionEvent, StartRequest, Turn } from "./types.ts";
import { gradesVisible, sessionView } from "./view.ts";

/** What an interview is made of. */
export interface InterviewPorts {
  /** The questions. */
  readonly bank: Bank;
  /** What is kept. */
  readonly store: InterviewStore;
  /** What is kept for those who look at grades again. */
  readonly reviews: ReviewStore;
  /** Links to reports. */
  readonly shares: ShareStore;
  /** What is kept of batches. */
  readonly batches: BatchStore;
  /** Grades one answer. */
  readonly grade: Grading;
  /** Whether a language model can be asked by name. */
  readonly hasModel: boolean;
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
  start(
    request: StartRequest,
    owner: string | null,
    options?: { readonly offlineOnly?: boolean },
  ): Promise<Session>;
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
  /**
   * Stops or starts the clock of a timed interview; a turn starts it too.
   *
   * @throws {NotFound | Conflict}
   */
  setClock(sessionId: string, wanted: "paused" | "running"): Promise<void>;
  /**
   * Gives the grading of the last answer up; the answer is kept without a grade.
   *
   * @throws {NotFound | Conflict}
   */
  stopGrading(sessionId: string): Promise<void>;
  /** Ends the prechecks that go on in a session: what runs is stopped at once, and whoever waits is told. */
  stopPrechecks(sessionId: string): Promise<void>;
  /** What language models have cost so far; `null` when none was asked. */
  usage(sessionId: string): Promise<Usage | null>;
  /** Appeals against grades that the candidate may see now, oldest first. */
  appeals(sessionId: string): Promise<readonly AppealView[]>;
  /**
   * Makes a link by which others may read the report of a finished interview, or returns the token of the one there is.
   *
   * @throws {NotFound | Conflict}
   */
  share(sessionId: string): Promise<string>;
  /** Revokes that link. */
  unshare(sessionId: string): Promise<void>;
  /** The token of the link; `null` where there is none. */
  shareOf(sessionId: string): Promise<string | null>;
  /** The session whose report a token opens; `null` for one that is unknown or revoked. */
  shared(token: string): Promise<string | null>;
  /** The grades that the candidate may see now, the counting one of each answer last. */
  grades(sessionId: string): Promise<readonly Grade[]>;
  /** One grade; `null` when unknown or not to be seen yet. */
  grade(gradeId: string): Promise<Grade | null>;
  /** A grade with all grades of its answer and their appeals; `null` when unknown or not to be seen yet. */
  gradeHistory(gradeId: string): Promise<GradeHistory | null>;
  /**
   * Asks for a second, blind grading of one criterion, and for a person after it.
   *
   * @throws {NotFound | InvalidRequest | Conflict}
   */
  appeal(gradeId: string, request: AppealRequest): Promise<AppealView>;
  /**
   * A person's verdict takes the place of a grade that counts; `by` is who decides, for the record.
   *
   * @throws {NotFound | InvalidRequest | Conflict}
   */
  override(gradeId: string, request: OverrideRequest, by: string | null): Promise<Grade>;
  /**
   * Takes a person's grade back: what it replaced counts again, as a new grade, and the appeals that it closed are open again.
   *
   * @throws {NotFound} unknown grade
   * @throws {Conflict} it is no person's, or another grade has taken its place
   */
  takeBack(gradeId: string, by: string | null): Promise<Grade>;
  /** What a person needs to decide on an answer, by any of its grades; `null` for an unknown grade. */
  reviewCase(gradeId: string): Promise<ReviewCase | null>;
  /** Answers that wait for a person, longest waiting first, at most `limit`. */
  reviewQueue(limit: number): Promise<ReviewQueue>;
  /**
   * Makes grades again and tells who would move; replaces them where it is asked to.
   *
   * @throws {NotFound | InvalidRequest}
   */
  regrade(request: RegradeRequest): Promise<Regraded>;
  /**
   * Makes grades again that were made while the model was out; called now and then. Returns how many. `onFault` is told of each
   * that could not be made again.
   */
  remake(onFault?: (gradeId: string, error: unknown) => void): Promise<number>;
  /** Many answers at once. */
  readonly batches: Pick<Batches, "take" | "get" | "unfinished" | "ownerOf" | "results" | "cancel">;
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
   * the result, shaped like a grade without a score, is not kept. It is given up when `signal` aborts. What is tried in a session
   * is erased with it.
   *
   * @throws {NotFound | InvalidRequest | QueueFull}
   */
  precheck(
    request: AnswerToGrade,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal; readonly sessionId?: string },
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
  const batches = createBatches(ports);
  const sweep = async () => {
    const waiting = await store.unfinishedJobs();
    for (const { id, questionId, ...job } of waiting) {
      const lane = laneOf(bank.get(questionId)?.kind ?? "free-text");
      queue.enqueue({ id, lane, owner: queueOwner(job) });
    }
    await batches.sweep();
    return waiting.length;
  };
  let remaking = false;
  return {
    get,
    async start(request, owner, options = {}) {
      const id = await start(request, { ...options, owner, ports });
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
    setClock: (sessionId, wanted) => setClock(sessionId, wanted, ports),
    stopGrading: (sessionId) => stopGrading(sessionId, ports),
    async stopPrechecks(sessionId) {
      for (const { id } of (await store.unfinishedJobs()).filter((job) => job.sessionId === sessionId)) {
        if ((await store.job(id))?.purpose !== "precheck") continue;
        await cancelJob(id, ports).catch((error) => {
          // It ended in the last moment.
          if (!(error instanceof Conflict)) throw error;
        });
      }
    },
    async usage(sessionId) {
      const used = (await store.grades(sessionId)).flatMap(({ grade }) => grade.usage ?? []);
      return used.length === 0 ? null : sumUsage(used);
    },
    async appeals(sessionId) {
      const session = await store.session(sessionId);
      if (!session || !gradesVisible(session)) return [];
      const ids = (await store.grades(sessionId)).map(({ grade }) => grade.id);
      return (await ports.reviews.appeals(ids)).map(appealView);
    },
    share: (sessionId) => share(sessionId, ports),
    unshare: (sessionId) => ports.shares.forget(sessionId),
    shareOf: (sessionId) => ports.shares.token(sessionId),
    shared: (token) => ports.shares.session(token),
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
    async gradeHistory(gradeId) {
      const chain = await ports.reviews.chain(gradeId);
      const found = chain.find(({ grade }) => grade.id === gradeId);
      if (!found) return null;
      const session = found.sessionId && await store.session(found.sessionId);
      if (session && !gradesVisible(session)) return null;
      const appeals = await ports.reviews.appeals(chain.map(({ grade }) => grade.id));
      return { grade: found.grade, history: chain.map(({ grade }) => grade), appeals: appeals.map(appealView) };
    },
    appeal: async (gradeId, request) => appealView(await appeal(gradeId, request, ports)),
    override: (gradeId, request, by) => override(gradeId, request, { by, ports }),
    takeBack: (gradeId, by) => takeBack(gradeId, { by, ports }),
    reviewCase: (gradeId) => reviewCase(gradeId, ports),
    reviewQueue: (limit) => reviewQueue(limit, ports),
    regrade: (request) => regrade(request, ports),
    async remake(onFault = () => {}) {
      // A model that takes its time must not be asked for the same grade twice.
      if (remaking) return 0;
      remaking = true;
      try {
        return await remake({ onFault, ports });
      } finally {
        remaking = false;
      }
    },
    batches,
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
      const job = await store.job(jobId);
      if (job && !isOwnJob(job)) throw new NotFound("job", jobId);
      await cancelJob(jobId, ports);
      await batches.ended(jobId);
    },
    async job(jobId) {
      const job = await store.job(jobId);
      if (!job || !isOwnJob(job)) return null;
      const grade = (await store.gradeOfJob(jobId))?.grade;
      return { id: job.id, state: stateOf(job, queue), ...(grade && { grade }) };
    },
    async gradeJob(jobId, options) {
      const outcome = await gradeJob(jobId, { ...options, ports });
      if (outcome.kind === "ended") await batches.ended(jobId);
      return outcome;
    },
    async resume() {
      await store.restartJobs();
      await batches.resume();
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

/**
 * Whether a job is its sender's to see and to cancel. A turn's job is seen through its session, where a mock interview keeps its
 * grades back; the jobs of reviews through their grades.
 */
const isOwnJob = ({ sessionId, purpose }: JobRecord): boolean =>
  sessionId === null && (purpose === "grade" || purpose === "precheck");

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

/** Who pays for a model's calls: the session, and the key behind it. */
export function payerOf(
  { sessionId, owner }: Pick<JobRecord, "sessionId" | "owner">,
  session: SessionRecord | null,
): Payer {
  const [, keyId] = /^key:(.+)$/.exec(owner ?? session?.owner ?? "") ?? [];
  return { ...(sessionId && { sessionId }), ...(keyId && { keyId }) };
}

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
