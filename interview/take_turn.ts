import { createHash } from "node:crypto";
import type { Answer } from "../grader/mod.ts";
import type { Question } from "../question-bank/mod.ts";
import { currentItem, finish, giveHint, leaveGone, reply, skip } from "./conversation.ts";
import { Conflict, InvalidRequest, NotFound } from "./errors.ts";
import { currentGrades, type InterviewParts, laneOf } from "./interview.ts";
import { newJob } from "./new_job.ts";
import { running } from "./pause.ts";
import { StaleChange } from "./ports.ts";
import { record } from "./recorder.ts";
import type { JobRecord, NewEntry, SessionRecord, TurnRecord } from "./records.ts";
import type { SessionState, TranscriptEntry, Turn } from "./types.ts";
import * as words from "./words.ts";

/** A turn that is on disk. */
export interface TurnTaken {
  /** Id of the turn. */
  readonly turnId: string;
  /** State of the session after it. */
  readonly state: SessionState;
}

/** What identifies a turn beside its content. */
export interface TurnOptions {
  /** A repeat with the same key is the same turn. */
  readonly idempotencyKey?: string;
  /** Id of the question's or follow-up's entry that the candidate answers to; a turn that is meant for another is refused. */
  readonly askedId?: string;
}

/**
 * Takes one turn of the candidate. The turn is committed before this returns; an answer is then graded later, by its job.
 *
 * @throws {NotFound} unknown session
 * @throws {Conflict} the session is grading or finished
 * @throws {InvalidRequest} the answer does not fit the question, or the key was used for another turn
 */
export async function takeTurn(
  sessionId: string,
  turn: Turn,
  options: TurnOptions & { readonly ports: InterviewParts },
): Promise<TurnTaken> {
  const { ports } = options;
  const bodyHash = hashOf(turn);
  const session = await ports.store.session(sessionId);
  if (!session) throw new NotFound("session", sessionId);
  const earlier = options.idempotencyKey && await ports.store.turnByKey(sessionId, options.idempotencyKey);
  if (earlier) {
    if (earlier.bodyHash === bodyHash) return { turnId: earlier.id, state: session.state };
    throw new InvalidRequest([{
      pointer: "",
      detail: `the idempotency key "${options.idempotencyKey}" was used for another turn, expected a fresh key`,
    }]);
  }
  if (session.state === "grading") {
    throw new Conflict(
      "Cannot take the turn: the session is grading the last answer, expected it to be awaiting an answer",
    );
  }
  if (session.state === "finished") {
    throw new Conflict("Cannot take the turn: the session is finished, expected it to be awaiting an answer");
  }
  if (options.askedId !== undefined && options.askedId !== (await lastAsking(session, ports))?.id) {
    throw new Conflict("Cannot take the turn: another question is asked now, expected a turn for that one");
  }
  const question = ports.bank.get(currentItem(session)?.questionId ?? "");
  if (turn.type === "answer" && question) refuseUnfit(turn.answer, question);

  const now = ports.clock.now();
  const at = now.toISOString();
  const taken: TurnRecord = {
    id: ports.ids.next("turn"),
    sessionId,
    seq: session.turnCount + 1,
    turn,
    questionId: question?.id ?? null,
    idempotencyKey: options.idempotencyKey ?? null,
    bodyHash,
    createdAt: at,
  };
  const counted: SessionRecord = { ...running(session, now), turnCount: taken.seq };
  const { step, job } = await stepOf(counted, taken, { question, ports });
  const { session: after, events } = record(session, step.session, { ...step, clock: ports.clock, ids: ports.ids });
  try {
    await ports.store.commit({ session: after, previous: session, turn: taken, events, ...(job && { job }) });
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error;
    if (options.idempotencyKey) return takeTurn(sessionId, turn, options);
    throw new Conflict("Cannot take the turn: another turn of this session came first, expected one at a time");
  }
  ports.listeners.tell(sessionId, { kind: "committed" });
  if (job) ports.fresh.set(job.id, job);
  if (job && question) ports.queue.enqueue({ id: job.id, lane: laneOf(question.kind), owner: sessionId });
  return { turnId: taken.id, state: after.state };
}

interface Taken {
  readonly step: {
    readonly session: SessionRecord;
    readonly entries: readonly (NewEntry & { readonly id?: string })[];
  };
  readonly job?: JobRecord;
}

async function stepOf(
  session: SessionRecord,
  taken: TurnRecord,
  { question, ports }: { readonly question: Question | undefined; readonly ports: InterviewParts },
): Promise<Taken> {
  const { turn } = taken;
  const lookup = { bank: ports.bank, grades: await currentGrades(session.id, ports), at: taken.createdAt };
  const late = session.deadline !== null && taken.createdAt > session.deadline;
  if (late || turn.type === "end") {
    const step = finish(session, lookup, late ? "time" : "ended");
    const kept = turn.type === "answer" ? [answerEntry(turn.answer, taken), notice(words.timeIsUp)] : [];
    return { step: { ...step, entries: [...kept, ...step.entries] } };
  }
  if (!question) {
    const step = leaveGone(session, lookup);
    const kept = turn.type === "answer" ? [answerEntry(turn.answer, taken)] : [];
    return { step: { ...step, entries: [...kept, ...step.entries] } };
  }
  switch (turn.type) {
    case "hint":
      return { step: giveHint(session, question) };
    case "skip":
      return { step: skip(session, lookup) };
    case "say":
      return { step: { session, entries: reply(turn.text, question, await lastAsked(session, question, ports)) } };
    case "answer":
      return answerStep(session, taken, { answer: turn.answer, question });
    default:
      return turn satisfies never;
  }
}

function answerStep(
  session: SessionRecord,
  taken: TurnRecord,
  { answer, question }: { readonly answer: Answer; readonly question: Question },
): Taken {
  const item = currentItem(session);
  const criterionId = item?.followUpCriterion ?? null;
  return {
    step: { session: { ...session, state: "grading" }, entries: [answerEntry(answer, taken)] },
    job: newJob({
      id: taken.id.replace(/^turn/, "job"),
      turnId: taken.id,
      sessionId: session.id,
      questionId: question.id,
      purpose: "grade",
      answer,
      criterionId,
      supersedes: criterionId === null ? null : item?.gradeId ?? null,
      offlineOnly: session.offlineOnly,
      at: taken.createdAt,
    }),
  };
}

/** What a "repeat" repeats: the follow-up while its reply is awaited, else the question. */
async function lastAsked(session: SessionRecord, question: Question, ports: InterviewParts): Promise<string> {
  if (!currentItem(session)?.followUpCriterion) return question.prompt.trim();
  const asking = await lastAsking(session, ports);
  return asking?.kind === "follow-up" ? asking.text : question.prompt.trim();
}

/** The entry with the question, or the follow-up, that is asked now. */
async function lastAsking(session: SessionRecord, { store }: InterviewParts): Promise<TranscriptEntry | undefined> {
  const events = await store.events(session.id, 0);
  return events.flatMap(({ event }) => event.name === "message" ? [event.data] : [])
    .findLast(({ kind }) => kind === "question" || kind === "follow-up");
}

const notice = (text: string): NewEntry => ({ role: "interviewer", kind: "notice", text });

/** The answer's entry has the id of its turn. */
function answerEntry(answer: Answer, taken: TurnRecord): NewEntry & { readonly id: string } {
  return {
    id: taken.id,
    role: "candidate",
    kind: "answer",
    text: answerText(answer),
    ...(taken.questionId && { questionId: taken.questionId }),
  };
}

/** An answer as text, verbatim. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case "multiple-choice":
      return answer.choices.join(", ");
    case "free-text":
      return answer.text;
    case "coding":
      return answer.source;
    default:
      return answer satisfies never;
  }
}

/** Longest answer in words, in UTF-16 units. */
export const textMax = 8_000;
/** Longest answer in code, in bytes of UTF-8. */
export const sourceMaxBytes = 64 * 1024;

const sizes: Readonly<Record<Answer["kind"], readonly [field: string, max: number, unit: string]>> = {
  "multiple-choice": ["choices", 1_000, "characters"],
  "free-text": ["text", textMax, "characters"],
  coding: ["source", sourceMaxBytes, "bytes"],
};

/** @throws {InvalidRequest} when the answer's kind, size or choices do not fit the question, by whatever door it came. */
export function refuseUnfit(answer: Answer, question: Question, root = "/answer"): void {
  if (answer.kind !== question.kind) {
    throw new InvalidRequest([{
      pointer: `${root}/kind`,
      detail: `"${answer.kind}" does not fit the question, expected "${question.kind}"`,
    }]);
  }
  const [field, max, unit] = sizes[answer.kind];
  const text = answerText(answer);
  const size = answer.kind === "coding" ? new TextEncoder().encode(text).length : text.length;
  if (size > max) {
    throw new InvalidRequest([{
      pointer: `${root}/${field}`,
      detail: `it has ${size} ${unit}, expected at most ${max}`,
    }]);
  }
  if (answer.kind !== "multiple-choice" || question.kind !== "multiple-choice") return;
  const known = question.options.map(({ id }) => id);
  const faults = answer.choices.flatMap((choice, index) => {
    const pointer = `${root}/choices/${index}`;
    if (!known.includes(choice)) {
      return [{ pointer, detail: `unknown choice "${choice}", expected one of ${known.join(", ")}` }];
    }
    if (answer.choices.indexOf(choice) < index) {
      return [{ pointer, detail: `choice "${choice}" is given twice, expected once` }];
    }
    return [];
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
}

function hashOf(turn: Turn): string {
  return createHash("sha256").update(JSON.stringify(turn)).digest("hex");
}
