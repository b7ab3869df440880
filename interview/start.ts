import { type Difficulty, type QuestionKind, type Topic } from "../question-bank/mod.ts";
import { candidates } from "./choose_next.ts";
import { goOn } from "./conversation.ts";
import { InvalidRequest } from "./errors.ts";
import type { InterviewPorts } from "./interview.ts";
import { record } from "./recorder.ts";
import type { SessionRecord } from "./records.ts";
import type { Mode, StartRequest } from "./types.ts";
import * as words from "./words.ts";

/** Number of questions when none is asked for. */
export const defaultLength: Readonly<Record<Mode, number>> = { practice: 5, mock: 8, timed: 8 };
/** Most questions in one interview. */
export const lengthMax = 50;
const minutesPerQuestion = 4;

/** Whose interview it is, and who may read its answers. */
export interface StartOptions {
  /** Whose browser, or which key; `null` for nobody in particular. */
  readonly owner: string | null;
  /** Whether no language model may read the answers. Default false. */
  readonly offlineOnly?: boolean;
}

/** Opens an interview: greeting and first question, committed together. Returns its id. */
export async function start(
  request: StartRequest,
  { owner, offlineOnly = false, ports }: StartOptions & { readonly ports: InterviewPorts },
): Promise<string> {
  const { bank, clock, ids, store } = ports;
  const available = availableQuestions(request, ports).length;
  const length = Math.min(request.length ?? (request.questionIds ? available : defaultLength[request.mode]), available);
  const now = clock.now();
  const minutes = request.mode === "timed" ? length * minutesPerQuestion : null;
  const opened: SessionRecord = {
    id: ids.next("session"),
    owner,
    learner: request.learner ?? null,
    request,
    mode: request.mode,
    state: "awaiting-answer",
    seed: request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
    length,
    items: [],
    turnCount: 0,
    eventCount: 0,
    createdAt: now.toISOString(),
    deadline: minutes === null ? null : new Date(now.getTime() + minutes * 60_000).toISOString(),
    timeLeftMs: null,
    finishedAt: null,
    offlineOnly,
  };
  const first = goOn(opened, { bank, grades: new Map(), at: opened.createdAt });
  const { session, events } = record(null, first.session, {
    entries: [
      { role: "interviewer", kind: "greeting", text: words.greeting(request.mode, length, minutes) },
      ...first.entries,
    ],
    clock,
    ids,
  });
  await store.commit({ session, events });
  return session.id;
}

function availableQuestions(request: StartRequest, { bank }: InterviewPorts) {
  const unknown = (request.questionIds ?? []).flatMap((id, index) =>
    bank.get(id)
      ? []
      : [{ pointer: `/questionIds/${index}`, detail: `unknown question "${id}", expected an id from /v1/questions` }]
  );
  if (unknown.length > 0) throw new InvalidRequest(unknown);
  const found = candidates(request, bank);
  if (found.length === 0) {
    const narrow: readonly [string, readonly (Topic | QuestionKind | Difficulty)[] | undefined][] = [
      ["/topics", request.topics],
      ["/kinds", request.kinds],
      ["/difficulty", request.difficulty && [request.difficulty]],
    ];
    throw new InvalidRequest(
      narrow.filter(([, values]) => values).map(([pointer, values]) => ({
        pointer,
        detail: `no question is ${values?.join(" or ")} and fits the rest, expected a wider choice`,
      })),
    );
  }
  return found;
}
