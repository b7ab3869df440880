import { type Card, createEmptyCard, fsrs, type Grade as Rated, Rating } from "ts-fsrs";
import type { GradeRecord, SessionRecord } from "../interview/mod.ts";
import type { Bank } from "../question-bank/mod.ts";

/** One look at whether a learner knows a criterion. */
export interface Observation {
  /** The question asked. */
  readonly questionId: string;
  /** The criterion; "key" stands for a multiple-choice question as a whole. */
  readonly criterionId: string;
  /** What the criterion says. */
  readonly description: string;
  /** Whether it was met. */
  readonly verdict: "met" | "not-met";
  /** Whether a hint was taken. */
  readonly hinted: boolean;
  /** ISO time of the grade. */
  readonly at: string;
}

/** When a criterion comes back. */
export interface Review {
  /** The question that asks for it. */
  readonly questionId: string;
  /** The criterion; "key" stands for a multiple-choice question as a whole. */
  readonly criterionId: string;
  /** What the criterion says. */
  readonly description: string;
  /** ISO time from which it is due. */
  readonly dueAt: string;
  /** ISO time of the last look. */
  readonly lastReviewedAt: string;
  /** How the last look went. */
  readonly lastVerdict: "met" | "not-met";
  /** Number of looks. */
  readonly reviews: number;
  /** How often it was forgotten after it had been known. */
  readonly lapses: number;
  /** Days until the chance to recall it falls to 90 %. */
  readonly stabilityDays: number;
  /** 1 (easy) to 10 (hard). */
  readonly difficulty: number;
}

// Whole days and no fuzz: the same history gives the same days.
const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });

/**
 * Schedules every criterion by its history with FSRS (Ye, Su & Cao 2022, "A Stochastic Shortest Path Algorithm for Optimizing
 * Spaced Repetition Scheduling"; desired retention 0.9): not met is rated "again", met "good", met after a hint "hard".
 * The result is ordered by due time, the oldest first; what is due at the same time by ids.
 */
export function reviewsOf(observations: readonly Observation[]): readonly Review[] {
  const histories = Map.groupBy(
    observations.toSorted((a, b) => a.at.localeCompare(b.at)),
    ({ questionId, criterionId }) => JSON.stringify([questionId, criterionId]),
  );
  return [...histories.values()].map(schedule).sort((a, b) =>
    compare(a.dueAt, b.dueAt) || compare(a.questionId, b.questionId) || compare(a.criterionId, b.criterionId)
  );
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

function schedule(history: readonly Observation[]): Review {
  const first = history[0]!;
  const last = history.at(-1)!;
  const card = history.reduce<Card>(
    (card, look) => scheduler.next(card, new Date(look.at), ratingOf(look)).card,
    createEmptyCard(new Date(first.at)),
  );
  return {
    questionId: last.questionId,
    criterionId: last.criterionId,
    description: last.description,
    dueAt: card.due.toISOString(),
    lastReviewedAt: last.at,
    lastVerdict: last.verdict,
    reviews: card.reps,
    lapses: card.lapses,
    stabilityDays: card.stability,
    difficulty: card.difficulty,
  };
}

function ratingOf({ verdict, hinted }: Observation): Rated {
  if (verdict === "not-met") return Rating.Again;
  return hinted ? Rating.Hard : Rating.Good;
}

/**
 * What an interview shows about a learner: one observation per criterion of every grade that counts. Criteria that no grader
 * could decide, and questions that are no longer in the bank, show nothing.
 */
export function observationsOf(
  session: SessionRecord,
  { grades, bank }: { readonly grades: readonly GradeRecord[]; readonly bank: Bank },
): readonly Observation[] {
  const byId = new Map(grades.map(({ grade }) => [grade.id, grade]));
  return session.items.flatMap((item): readonly Observation[] => {
    const grade = byId.get(item.gradeId ?? "");
    const question = bank.get(item.questionId);
    if (!question || grade?.status !== "graded") return [];
    const look = { questionId: question.id, hinted: item.hintsUsed > 0, at: grade.gradedAt };
    if (question.kind === "multiple-choice") {
      const verdict = grade.outcome === "correct" ? "met" : "not-met";
      return [{ ...look, criterionId: "key", description: question.title, verdict }];
    }
    return grade.criteria.flatMap(({ id, description, verdict }) =>
      verdict === "unsure" ? [] : [{ ...look, criterionId: id, description, verdict }]
    );
  });
}
