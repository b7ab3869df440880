import type { Criterion, FreeTextQuestion, Misconception } from "../../question-bank/mod.ts";
import {
  type GradeOptions,
  type GradePorts,
  ModelOutage,
  type RubricChoice,
  type RubricGrader,
  type RubricJudgement,
} from "../ports.ts";
import type { Answer, CriterionResult, GradeDraft, MisconceptionResult } from "../types.ts";
import { countEvidence } from "./count_evidence.ts";
import { feedback } from "./feedback.ts";
import { settle } from "./score.ts";
import { withoutContent } from "./without_content.ts";

/**
 * Grades free text: a verdict per criterion by `ports.rubric`, the score in code.
 *
 * Score = (weight of met / weight of all) - penalties of misconceptions stated, clamped to [0, 1]. A criterion that is
 * `unsure` counts as not met when the outcome would be the same either way; otherwise the grade is `needs-review` and its
 * score is `null`. Answers that say nothing are settled here, and the grader is not asked.
 */
export async function gradeFreeText(
  question: FreeTextQuestion,
  answer: Answer & { kind: "free-text" },
  ports: RubricPorts,
  options: GradeOptions = {},
): Promise<GradeDraft> {
  const asked = askedCriteria(question, options.criteria);
  const nothing = withoutContent(question, answer.text);
  if (nothing !== undefined) {
    return draft(question, asked, nothingMet(asked, nothing), nothing);
  }

  options.onProgress?.({ kind: "stage", text: "Reading your answer" });
  const judgement = await chosen(ports, options.by ?? "first").judge(question, answer.text, {
    ...(options.criteria && { criteria: options.criteria }),
    ...(options.payer && { payer: options.payer }),
    ...(options.signal && { signal: options.signal }),
  });
  options.signal?.throwIfAborted();
  return draft(question, asked, countEvidence(judgement, answer.text));
}

type RubricPorts = Pick<GradePorts, "rubric" | "offline" | "model" | "strict">;

function chosen(ports: RubricPorts, by: RubricChoice): RubricGrader {
  switch (by) {
    case "first":
      return ports.rubric;
    case "offline":
      return ports.offline ?? ports.rubric;
    case "strict":
      return ports.strict ?? ports.offline ?? ports.rubric;
    case "model":
      if (ports.model) return ports.model;
      throw new ModelOutage("Cannot grade by a language model: none is configured, expected GRADER_MODEL to be set");
    default:
      return by satisfies never;
  }
}

function askedCriteria(
  question: FreeTextQuestion,
  ids: readonly string[] | undefined,
): readonly Criterion[] {
  const { criteria } = question.rubric;
  if (!ids) return criteria;
  for (const id of ids) {
    if (!criteria.some((criterion) => criterion.id === id)) {
      const expected = criteria.map((criterion) => criterion.id).join(", ");
      throw new RangeError(
        `Cannot grade criterion "${id}": unknown in "${question.id}", expected one of ${expected}`,
      );
    }
  }
  return criteria.filter((criterion) => ids.includes(criterion.id));
}

function nothingMet(asked: readonly Criterion[], reason: string): RubricJudgement {
  return {
    criteria: asked.map(({ id }) => ({
      id,
      verdict: "not-met",
      evidence: [],
      reason,
      confidence: 1,
    })),
    misconceptions: [],
    grader: { name: "offline", version: "no-content-1" },
  };
}

function draft(
  question: FreeTextQuestion,
  asked: readonly Criterion[],
  judgement: RubricJudgement,
  nothing?: string,
): GradeDraft {
  const criteria = asked.map((criterion) => criterionResult(criterion, judgement));
  const stated = question.rubric.misconceptions.filter(({ id }) => judgement.misconceptions.some((it) => it.id === id));
  const misconceptions = stated.map((misconception) => misconceptionResult(misconception, judgement));
  const settled = settle(question, { criteria, misconceptions });
  return {
    questionId: question.id,
    questionVersion: question.version,
    kind: "free-text",
    ...settled,
    criteria,
    misconceptions,
    feedback: feedback({
      asked,
      criteria,
      misconceptions,
      open: settled.status === "needs-review",
      ...(nothing !== undefined && { nothing }),
      ...(judgement.standIn && { standIn: judgement.standIn }),
    }),
    confidence: confidence(asked, judgement),
    grader: judgement.grader,
    ...(judgement.usage && { usage: judgement.usage }),
    ...(judgement.raw !== undefined && { raw: judgement.raw }),
    ...(judgement.standIn && { standIn: judgement.standIn }),
  };
}

function criterionResult(
  criterion: Criterion,
  judgement: RubricJudgement,
): CriterionResult {
  const { id, says: description, weight } = criterion;
  const found = judgement.criteria.find((it) => it.id === id);
  if (!found) {
    return {
      id,
      description,
      weight,
      verdict: "unsure",
      evidence: [],
      reason: "The grader gave no verdict.",
    };
  }
  return {
    id,
    description,
    weight,
    verdict: found.verdict,
    evidence: found.evidence,
    reason: found.reason,
  };
}

function misconceptionResult(
  { id, correct }: Misconception,
  judgement: RubricJudgement,
): MisconceptionResult {
  const found = judgement.misconceptions.find((it) => it.id === id);
  return { id, description: correct, evidence: found?.evidence ?? [] };
}

function confidence(
  asked: readonly Criterion[],
  judgement: RubricJudgement,
): number {
  const all = asked.reduce((sum, { weight }) => sum + weight, 0);
  const sure = asked.reduce((sum, { id, weight }) => {
    return sum +
      weight * (judgement.criteria.find((it) => it.id === id)?.confidence ?? 0);
  }, 0);
  return all === 0 ? 0 : Math.min(1, Math.max(0, sure / all));
}
