import { type Bank, difficulties, type Difficulty, type Question, type QuestionKind } from "../question-bank/mod.ts";
import type { Grade } from "../grader/mod.ts";
import type { Mode, StartRequest } from "./types.ts";

/** A question that has been asked, with how it went. */
export interface Asked {
  readonly question: Question;
  readonly outcome: Grade["outcome"] | "skipped";
}

/** Of ten questions of a mixed interview, so many are of each kind, as in the room: mostly talk, some code, a few quick ones. */
const kindShares: Readonly<Record<QuestionKind, number>> = { "free-text": 6, coding: 2, "multiple-choice": 2 };

/** The questions that a request allows, in the order of the bank (of the request, where it names them). */
export function candidates(request: StartRequest, bank: Bank): readonly Question[] {
  if (request.questionIds) return request.questionIds.flatMap((id) => bank.get(id) ?? []);
  return bank.questions.filter((question) =>
    (!request.topics || request.topics.includes(question.topic)) &&
    (!request.kinds || request.kinds.includes(question.kind)) &&
    (!request.difficulty || question.difficulty === request.difficulty)
  );
}

/**
 * The next question, or `undefined` when none is left.
 *
 * Named questions come in their order. Otherwise the kind that is furthest behind its share comes first, and the topic asked least often; then, in mock and
 * timed interviews, the difficulty nearest to the rung of the ladder: up one after a correct answer, down one after an
 * incorrect or skipped one, starting at medium; in practice easy questions come before hard ones. Ties are broken by the seed.
 */
export function chooseNext(
  request: StartRequest,
  asked: readonly Asked[],
  options: { readonly bank: Bank; readonly mode: Mode; readonly seed: number },
): Question | undefined {
  const askedIds = new Set(asked.map(({ question }) => question.id));
  const left = candidates(request, options.bank).filter(({ id }) => !askedIds.has(id));
  if (request.questionIds) return left[0];
  const count = <K extends "kind" | "topic">(key: K, value: Question[K]) =>
    asked.filter(({ question }) => question[key] === value).length;
  const wanted = options.mode === "practice" ? 0 : rung(asked);
  const rank = (question: Question) =>
    [
      (count("kind", question.kind) + 1) / kindShares[question.kind],
      Math.abs(difficulties.indexOf(question.difficulty) - wanted),
      count("topic", question.topic),
      scatter(question.id, options.seed),
    ] as const;
  return left
    .map((question) => ({ question, rank: rank(question) }))
    .sort((a, b) => compare(a.rank, b.rank))[0]?.question;
}

function rung(asked: readonly Asked[]): number {
  const top = difficulties.length - 1;
  return asked.reduce((at, { outcome }) => {
    if (outcome === "correct") return Math.min(top, at + 1);
    if (outcome === "incorrect" || outcome === "skipped") return Math.max(0, at - 1);
    return at;
  }, difficulties.indexOf("medium" satisfies Difficulty));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** FNV-1a with a final mix: spreads ids evenly for every seed. */
function scatter(id: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
