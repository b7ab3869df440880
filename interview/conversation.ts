/**
 * The conversation as pure functions: a session and something that happens to it go in, the session after it and what is said
 * come out. Nothing here reads a clock, draws a number or touches a store.
 *
 * @module
 */
import type { Bank, Question } from "../question-bank/mod.ts";
import type { Grade } from "../grader/mod.ts";
import { type Asked, chooseNext } from "./choose_next.ts";
import type { ItemProgress, NewEntry, SessionRecord } from "./records.ts";
import * as words from "./words.ts";

/** A session after something happened, and what is said about it. */
export interface Step {
  readonly session: SessionRecord;
  readonly entries: readonly NewEntry[];
}

/** What a step may look up. */
export interface Lookup {
  readonly bank: Bank;
  /** Grades that count now, by id. */
  readonly grades: ReadonlyMap<string, Grade>;
  /** ISO time of the step. */
  readonly at: string;
}

/** The question asked now. */
export function currentItem(session: SessionRecord): ItemProgress | undefined {
  return session.items.at(-1);
}

function withCurrent(session: SessionRecord, change: Partial<ItemProgress>): SessionRecord {
  const last = session.items.length - 1;
  return {
    ...session,
    items: session.items.map((item, index) => index === last ? { ...item, ...change } : item),
  };
}

/** Asks the next question, or closes the interview when there is none. */
export function goOn(session: SessionRecord, lookup: Lookup): Step {
  const next = session.items.length < session.length
    ? chooseNext(session.request, asked(session, lookup), { bank: lookup.bank, mode: session.mode, seed: session.seed })
    : undefined;
  if (!next) return finish(session, lookup, "complete");
  return {
    session: {
      ...session,
      state: "awaiting-answer",
      items: [...session.items, {
        questionId: next.id,
        questionVersion: next.version,
        status: "asked",
        hintsUsed: 0,
        hintsBeforeAnswer: 0,
        followUp: "none",
        followUpCriterion: null,
        firstGradeId: null,
        gradeId: null,
      }],
    },
    entries: [{ role: "interviewer", kind: "question", text: next.prompt.trim(), questionId: next.id }],
  };
}

function asked(session: SessionRecord, { bank, grades }: Lookup): readonly Asked[] {
  return session.items.flatMap((item) => {
    const question = bank.get(item.questionId);
    if (!question) return [];
    const outcome = item.gradeId
      ? grades.get(item.gradeId)?.outcome ?? null
      : item.status === "skipped"
      ? "skipped"
      : null;
    return [{ question, outcome }];
  });
}

/** Ends the interview. */
export function finish(session: SessionRecord, lookup: Lookup, reason: "complete" | "ended" | "time"): Step {
  const closed: SessionRecord = {
    ...session,
    state: "finished",
    finishedAt: lookup.at,
    items: session.items.map((item) => item.status === "asked" ? { ...item, status: "not-reached" } : item),
  };
  return {
    session: closed,
    entries: [{
      role: "interviewer",
      kind: "closing",
      text: words.closing(reason, {
        score: overallScore(closed, lookup.grades),
        undecided: closed.items.filter((item) =>
          item.status === "answered" && itemScore(item, lookup.grades) === null
        ).length,
      }),
    }],
  };
}

/** What a question came to, hints counted; `null` while nothing is known. */
export function itemScore(item: ItemProgress, grades: ReadonlyMap<string, Grade>): number | null {
  if (item.status === "skipped") return 0;
  const scoreOf = (gradeId: string | null) => (gradeId ? grades.get(gradeId)?.score ?? null : null);
  const now = scoreOf(item.gradeId);
  if (now === null) return null;
  const first = scoreOf(item.firstGradeId) ?? now;
  const factor = words.hintFactor(item.hintsBeforeAnswer);
  return first * factor + (now - first) * Math.min(factor, words.hintFactor(item.hintsUsed));
}

/** Mean over the questions that have a score. */
export function overallScore(session: SessionRecord, grades: ReadonlyMap<string, Grade>): number | null {
  const scores = session.items.flatMap((item) => itemScore(item, grades) ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The candidate asks for a hint. */
export function giveHint(session: SessionRecord, question: Question): Step {
  const used = currentItem(session)?.hintsUsed ?? 0;
  const text = question.hints[used];
  const common = { role: "interviewer", questionId: question.id } as const;
  if (text === undefined) {
    return { session, entries: [{ ...common, kind: "notice", text: words.noMoreHints(question.hints.length) }] };
  }
  return {
    session: withCurrent(session, { hintsUsed: used + 1 }),
    entries: [{ ...common, kind: "hint", text: words.hint(text, used + 1, { of: question.hints.length }) }],
  };
}

/** The candidate leaves the question, or the follow-up to it. */
export function skip(session: SessionRecord, lookup: Lookup): Step {
  const item = currentItem(session);
  const inFollowUp = item?.status === "answered";
  const left = withCurrent(session, inFollowUp ? { followUpCriterion: null } : { status: "skipped" });
  const next = goOn(left, lookup);
  return {
    session: next.session,
    entries: [{ role: "interviewer", kind: "notice", text: words.skipped }, ...next.entries],
  };
}

/** The bank no longer has the question: nobody can answer it, so it does not count, and the interview goes on. */
export function leaveGone(session: SessionRecord, lookup: Lookup): Step {
  const answered = currentItem(session)?.status === "answered";
  const left = withCurrent(session, answered ? { followUpCriterion: null } : { status: "not-reached" });
  const next = goOn(left, lookup);
  return {
    session: next.session,
    entries: [{ role: "interviewer", kind: "notice", text: words.questionGone }, ...next.entries],
  };
}

/** The candidate says something that is not an answer. */
export function reply(text: string, question: Question, asking: string): readonly NewEntry[] {
  const said: NewEntry = { role: "candidate", kind: "notice", text, questionId: question.id };
  const answer = (text: string): NewEntry => ({ role: "interviewer", kind: "notice", text, questionId: question.id });
  const wish = text.toLowerCase();
  if (/\b(hints?|clue|help)\b/.test(wish)) return [said, answer(words.hintOffer)];
  if (/\b(skip|next question|move on|pass on|leave (this|that|it))\b/.test(wish)) {
    return [said, answer(words.skipOffer)];
  }
  if (/\b(tell|give|show|what is|what's) (me )?the (right |correct |full |model )?(answer|solution)\b/.test(wish)) {
    return [said, answer(words.answerRefused)];
  }
  if (/\b(repeat|again|once more|say that)\b/.test(wish)) return [said, answer(asking)];
  if (/\b(clarify|clarification|explain|rephrase|mean|meant|unclear|understand|reword)\b/.test(wish)) {
    return [said, answer(words.clarification(question))];
  }
  if (/^\W*(thanks|thank you|ok|okay|great|hi|hello)\b/.test(wish)) return [said, answer(words.courtesy)];
  return [said, answer(words.notUnderstood)];
}

/** An answer, or a follow-up's reply, has been graded. */
export function takeGrade(
  session: SessionRecord,
  grade: Grade,
  lookup: Lookup & { readonly question: Question | undefined },
): Step {
  const item = currentItem(session);
  const inFollowUp = item?.status === "answered";
  const before = inFollowUp && item.gradeId ? lookup.grades.get(item.gradeId) : undefined;
  const won = before !== undefined && metCount(grade) > metCount(before);
  // A second try can only win: one that is worse, or could not be decided, takes nothing back.
  const counts = before && (grade.score ?? -1) < (before.score ?? -1) ? before : grade;
  const graded = withCurrent(session, {
    status: "answered",
    gradeId: counts.id,
    followUpCriterion: null,
    ...(inFollowUp ? won && { followUp: "won" } : { firstGradeId: grade.id, hintsBeforeAnswer: item?.hintsUsed ?? 0 }),
  });
  const grades = new Map(lookup.grades).set(grade.id, grade);
  const heard: NewEntry = session.mode === "practice"
    ? {
      role: "interviewer",
      kind: "feedback",
      text: words.feedback(grade, scoreAfterHints(graded, grades)),
      questionId: grade.questionId,
      gradeId: grade.id,
    }
    : {
      role: "interviewer",
      kind: "notice",
      text: words.noted[inFollowUp ? "follow-up" : "answer"],
      questionId: grade.questionId,
    };

  const missed = inFollowUp ? undefined : secondChance(grade, { question: lookup.question, mode: session.mode });
  if (missed) {
    return {
      session: {
        ...withCurrent(graded, { followUp: "asked", followUpCriterion: missed.id }),
        state: "awaiting-answer",
      },
      entries: [heard, {
        role: "interviewer",
        kind: "follow-up",
        text: missed.asks,
        questionId: grade.questionId,
      }],
    };
  }
  const next = goOn(graded, { ...lookup, grades });
  return { session: next.session, entries: [heard, ...next.entries] };
}

/** The score, where hints made it other than the grade's own. */
function scoreAfterHints(session: SessionRecord, grades: ReadonlyMap<string, Grade>): number | null {
  const item = currentItem(session);
  return item && item.hintsUsed > 0 ? itemScore(item, grades) : null;
}

const metCount = (grade: Grade) => grade.criteria.filter(({ verdict }) => verdict === "met").length;

/** What is open after an answer and worth a second try. */
interface SecondChance {
  /** The criterion or check that it aims at. */
  readonly id: string;
  /** What the interviewer says. */
  readonly asks: string;
}

/**
 * The follow-up to an answer: to free text, the probe of the heaviest criterion that is not met (the first of equals); to code,
 * in practice, a second run.
 */
function secondChance(
  grade: Grade,
  { question, mode }: { readonly question: Question | undefined; readonly mode: SessionRecord["mode"] },
): SecondChance | undefined {
  if (!question || grade.status === "ungradable") return undefined;
  const open = new Set(grade.criteria.filter(({ verdict }) => verdict !== "met").map(({ id }) => id));
  switch (question.kind) {
    case "multiple-choice":
      return undefined;
    case "free-text": {
      const missed = heaviest(question.rubric.criteria, open);
      return missed && { id: missed.id, asks: words.followUp(missed.probe, mode) };
    }
    case "coding": {
      const missed = mode === "practice" ? heaviest(question.checks, open) : undefined;
      return missed && { id: missed.id, asks: words.secondRun };
    }
    default:
      return question satisfies never;
  }
}

function heaviest<T extends { readonly id: string; readonly weight: number }>(
  of: readonly T[],
  among: ReadonlySet<string>,
): T | undefined {
  return of.filter(({ id }) => among.has(id))
    .reduce<T | undefined>((best, it) => !best || it.weight > best.weight ? it : best, undefined);
}
