import type { Question } from "../question-bank/mod.ts";
import { feedback, settle, type Settled } from "./free_text/mod.ts";
import { outcomeOf } from "./outcome.ts";
import { recount } from "./recount.ts";
import type { CriterionResult, Evidence, Grade, GradeDraft, GraderIdentity, Verdict } from "./types.ts";

/** A verdict that takes another one's place. */
export interface RevisedVerdict {
  /** The new verdict. */
  readonly verdict: Verdict;
  /** Why. */
  readonly reason: string;
  /** The words of the answer that it rests on; those of the old verdict when left out. */
  readonly evidence?: readonly Evidence[];
}

/** What changes in a grade. */
export interface Revision {
  /** New verdicts by id of the criterion, option or check; the others stay. */
  readonly verdicts: ReadonlyMap<string, RevisedVerdict>;
  /** Misconceptions that the answer does not state after all, or does, by id; the others stay. */
  readonly misconceptions?: ReadonlyMap<string, boolean>;
  /** Who says so. */
  readonly grader: GraderIdentity;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Markdown, told before the feedback. */
  readonly opening: string;
}

/**
 * A grade with other verdicts. The score is computed from all of them as it was the first time; a grade that was `ungradable`
 * starts with every criterion of the question `unsure`. Where an `unsure` is left that could change the outcome, there is no score.
 */
export function revise(question: Question, before: Grade, revision: Revision): GradeDraft {
  const criteria = criteriaOf(question, before).map((criterion) => {
    const revised = revision.verdicts.get(criterion.id);
    if (!revised) return criterion;
    const { verdict, reason, evidence = criterion.evidence } = revised;
    // What came of a check is said of the verdict that it had.
    const { message, ...rest } = criterion;
    return {
      ...rest,
      verdict,
      reason,
      evidence: verdict === "not-met" ? [] : evidence,
      ...(message !== undefined && verdict === criterion.verdict && { message }),
    };
  });
  const stated = new Map(before.misconceptions.map((misconception) => [misconception.id, misconception]));
  for (const [id, isStated] of revision.misconceptions ?? []) {
    if (!isStated) stated.delete(id);
    else if (!stated.has(id)) stated.set(id, { id, description: correctionOf(question, id), evidence: [] });
  }
  const misconceptions = [...stated.values()];
  const settled = settleAny(question, { criteria, misconceptions });
  const told = question.kind === "free-text"
    ? feedback({
      asked: question.rubric.criteria.filter(({ id }) => criteria.some((criterion) => criterion.id === id)),
      criteria,
      misconceptions,
      open: settled.status === "needs-review",
    })
    : recount(question, { ...settled, criteria, misconceptions });
  return {
    questionId: before.questionId,
    questionVersion: before.criteria.length > 0 ? before.questionVersion : question.version,
    kind: before.kind,
    ...settled,
    criteria,
    misconceptions,
    feedback: `${revision.opening}\n\n${told}`,
    confidence: revision.confidence,
    grader: revision.grader,
    ...(before.run && { run: before.run }),
  };
}

/** Every criterion of a grade; for one that has none, those of the question, undecided. */
export function criteriaOf(question: Question, grade: Grade): readonly CriterionResult[] {
  if (grade.criteria.length > 0) return grade.criteria;
  return describedCriteria(question).map((criterion) => ({
    ...criterion,
    verdict: "unsure",
    evidence: [],
    reason: "It has not been graded.",
  }));
}

function describedCriteria(
  question: Question,
): readonly Pick<CriterionResult, "id" | "description" | "weight" | "visible">[] {
  switch (question.kind) {
    case "multiple-choice":
      return question.options.filter(({ correct }) => correct).map(({ id, text }) => ({
        id,
        description: text,
        weight: 1,
      }));
    case "free-text":
      return question.rubric.criteria.map(({ id, says, weight }) => ({ id, description: says, weight }));
    case "coding":
      return question.checks.map(({ id, title, weight, visible }) => ({ id, description: title, weight, visible }));
    default:
      return question satisfies never;
  }
}

/** Ids of the errors that a question knows, for which points can be taken away. */
export function misconceptionsOf(question: Question): readonly string[] {
  switch (question.kind) {
    case "multiple-choice":
      return question.options.filter(({ correct }) => !correct).map(({ id }) => id);
    case "free-text":
      return question.rubric.misconceptions.map(({ id }) => id);
    case "coding":
      return [];
    default:
      return question satisfies never;
  }
}

function correctionOf(question: Question, id: string): string {
  switch (question.kind) {
    case "multiple-choice":
      return question.options.find((option) => option.id === id)?.why ?? "";
    case "free-text":
      return question.rubric.misconceptions.find((misconception) => misconception.id === id)?.correct ?? "";
    case "coding":
      return "";
    default:
      return question satisfies never;
  }
}

type Judged = Pick<GradeDraft, "criteria" | "misconceptions">;

function settleAny(question: Question, judged: Judged): Settled {
  if (question.kind === "free-text") return settle(question, judged);
  if (judged.criteria.some(({ verdict }) => verdict === "unsure")) {
    return { status: "needs-review", score: null, outcome: null };
  }
  return question.kind === "coding" ? settleCoding(judged) : settleChoice(judged);
}

/** As `grade` does: code that fails a check is not correct, however little the check weighs. */
function settleCoding({ criteria }: Judged): Settled {
  const weightOf = (some: readonly CriterionResult[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  const met = criteria.filter(({ verdict }) => verdict === "met");
  const score = weightOf(met) / weightOf(criteria);
  const outcome = outcomeOf(score);
  const whole = met.length === criteria.length;
  return { status: "graded", score, outcome: outcome === "correct" && !whole ? "partial" : outcome };
}

/** As `grade` does: right options less wrong ones. */
function settleChoice({ criteria, misconceptions }: Judged): Settled {
  const hits = criteria.filter(({ verdict }) => verdict === "met").length;
  const score = Math.max(0, (hits - misconceptions.length) / criteria.length);
  return { status: "graded", score, outcome: score === 1 ? "correct" : score > 0 ? "partial" : "incorrect" };
}
