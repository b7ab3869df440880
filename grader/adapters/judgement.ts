import { countEvidence, type GraderIdentity, outcomeOf, type RubricJudgement, untrustedSpans } from "../mod.ts";
import { quoteLocator } from "./quote_locator.ts";
import type { Reading, Task } from "./reading.ts";
import type { ReplyCriterion } from "./reply.ts";

// A score this close to an outcome's border, or this far from the offline grader's, is worth a second sample.
const nearBorder = 0.07;
const farFromOffline = 0.35;

/** What a reading is worth: only quotes that stand in the answer count, and what was not said is `unsure`. */
export function judgementOf(reading: Reading, task: Task, grader: GraderIdentity): RubricJudgement {
  const locate = quoteLocator(task.text);
  const judgement: RubricJudgement = {
    criteria: task.asked.map((id) => criterionOf(id, reading.criteria.find((entry) => entry.id === id), locate)),
    misconceptions: reading.misconceptions.flatMap(({ id, quote, stated }) =>
      stated ? [{ id, evidence: locate(quote) }] : []
    ),
    grader,
  };
  return countEvidence(judgement, task.text);
}

type CriterionJudgement = RubricJudgement["criteria"][number];

function criterionOf(
  id: string,
  entry: ReplyCriterion | undefined,
  locate: ReturnType<typeof quoteLocator>,
): CriterionJudgement {
  if (!entry) {
    return {
      id,
      verdict: "unsure",
      evidence: [],
      reason: "The model gave no verdict when asked twice.",
      confidence: 0,
    };
  }
  const evidence = locate(entry.quote);
  const { verdict } = entry;
  if (verdict === "met" && evidence.length === 0) {
    const reason = `The quoted words are not in the answer, so they do not count. (${entry.reason})`;
    return { id, verdict: "not-met", evidence, reason, confidence: 0.6 };
  }
  return { id, verdict, evidence, reason: entry.reason, confidence: verdict === "unsure" ? 0.5 : 0.85 };
}

/** Whether a first judgement is worth a second sample. */
export function isDoubtful(task: Task, judgement: RubricJudgement, offline: RubricJudgement | undefined): boolean {
  const score = scoreOf(task, judgement);
  if (outcomeOf(score - nearBorder) !== outcomeOf(score + nearBorder)) return true;
  return offline !== undefined && Math.abs(score - scoreOf(task, offline)) > farFromOffline;
}

/** What both say; where they differ, `unsure`: samples that disagree are right about half the time. */
export function agreeing(first: RubricJudgement, second: RubricJudgement): RubricJudgement {
  return {
    ...first,
    criteria: first.criteria.map((criterion) => {
      const other = second.criteria.find(({ id }) => id === criterion.id);
      if (other?.verdict === criterion.verdict) {
        return { ...criterion, confidence: Math.min(1, criterion.confidence + 0.1) };
      }
      const reason = `Two samples disagree: ${criterion.reason} / ${other?.reason ?? "no verdict"}`;
      return { ...criterion, verdict: "unsure" as const, reason, confidence: 0.5 };
    }),
    misconceptions: first.misconceptions.filter(({ id }) => second.misconceptions.some((other) => other.id === id)),
  };
}

/**
 * The judgement of an answer that speaks to its grader: a model may have obeyed, with a true quote that proves nothing. What
 * only the model finds is then for a person.
 */
export function distrusting(
  task: Task,
  judgement: RubricJudgement,
  offline: RubricJudgement | undefined,
): RubricJudgement {
  if (!offline || !speaksToTheGrader(task.answer)) return judgement;
  return {
    ...judgement,
    criteria: judgement.criteria.map((criterion) => {
      const other = offline.criteria.find(({ id }) => id === criterion.id);
      if (criterion.verdict !== "met" || other?.verdict !== "not-met") return criterion;
      const reason =
        `The answer speaks to its grader, and only the model finds this point in it. (${criterion.reason})`;
      return { ...criterion, verdict: "unsure" as const, reason, confidence: 0.5 };
    }),
  };
}

function speaksToTheGrader(answer: string): boolean {
  return untrustedSpans(answer).some(({ why }) => why === "addressed to the grader");
}

function scoreOf({ question, asked }: Task, { criteria, misconceptions }: RubricJudgement): number {
  const counted = question.rubric.criteria.filter(({ id }) => asked.includes(id));
  const all = counted.reduce((sum, { weight }) => sum + weight, 0);
  const met = counted.reduce(
    (sum, { id, weight }) => criteria.some((it) => it.id === id && it.verdict === "met") ? sum + weight : sum,
    0,
  );
  const penalty = question.rubric.misconceptions
    .reduce((sum, { id, penalty }) => misconceptions.some((it) => it.id === id) ? sum + penalty : sum, 0);
  return all === 0 ? 0 : Math.max(0, met / all - penalty);
}
