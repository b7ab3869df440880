import type { GradeDraft, Verdict } from "../grader/mod.ts";
import type { Example, FreeTextQuestion } from "../question-bank/mod.ts";
import type { StaffBank } from "./staff_services.ts";

/** One point of a labelled answer: what the label says and what the grader says. */
export interface TriedPoint {
  readonly id: string;
  readonly kind: "criterion" | "misconception";
  readonly says: string;
  /** Whether the label has it met, or stated. */
  readonly labelled: boolean;
  readonly verdict: Verdict;
  readonly agrees: boolean;
}

/** A labelled answer as a grader takes it. */
export interface Trial {
  readonly example: Example;
  readonly draft: GradeDraft;
  readonly points: readonly TriedPoint[];
}

/** How many verdicts are as labelled. */
export interface Tally {
  readonly right: number;
  readonly all: number;
}

/** Labelled answers tried on the offline grader; each question once. */
export interface Trials {
  of(question: FreeTextQuestion): Promise<readonly Trial[]>;
  /** `undefined` for a question that has not been tried yet. */
  known(question: FreeTextQuestion): Tally | undefined;
}

/** Trials over a bank. */
export function createTrials(bank: Pick<StaffBank, "tryOut">): Trials {
  const kept = new Map<FreeTextQuestion, readonly Trial[]>();
  return {
    async of(question) {
      const before = kept.get(question);
      if (before) return before;
      const trials: Trial[] = [];
      for (const example of question.examples) {
        const draft = await bank.tryOut(question, example.text);
        trials.push({ example, draft, points: pointsOf(question, { example, draft }) });
        // Others get their turn in between.
        await new Promise((resolve) => setTimeout(resolve));
      }
      kept.set(question, trials);
      return trials;
    },
    known(question) {
      const points = kept.get(question)?.flatMap(({ points }) => points);
      return points && { right: points.filter(({ agrees }) => agrees).length, all: points.length };
    },
  };
}

function pointsOf(
  { rubric }: FreeTextQuestion,
  { example, draft }: { readonly example: Example; readonly draft: GradeDraft },
): readonly TriedPoint[] {
  return [
    ...rubric.criteria.map(({ id, says }) => {
      const labelled = example.met.includes(id);
      const verdict = draft.criteria.find((criterion) => criterion.id === id)?.verdict ?? "unsure";
      return { id, kind: "criterion" as const, says, labelled, verdict, agrees: labelled === (verdict === "met") };
    }),
    ...rubric.misconceptions.map(({ id, says }) => {
      const labelled = example.states.includes(id);
      const stated = draft.misconceptions.some((misconception) => misconception.id === id);
      const verdict = stated ? "met" as const : "not-met" as const;
      return { id, kind: "misconception" as const, says, labelled, verdict, agrees: labelled === stated };
    }),
  ];
}
