import type { RubricJudgement } from "../ports.ts";
import type { Evidence } from "../types.ts";
import { canonicalise } from "./canonicalise.ts";
import { untrustedSpans } from "./untrusted_spans.ts";

/**
 * A judgement in which only evidence counts that is a verbatim span of the answer and a statement of the candidate.
 *
 * A criterion called met without such a span becomes not-met, with the reason; a misconception without one is dropped. Every
 * grader passes through here, so none can award a point for words that the candidate did not say.
 */
export function countEvidence(
  judgement: RubricJudgement,
  text: string,
): RubricJudgement {
  const untrusted = originalSpans(text);
  const judge = (evidence: readonly Evidence[]) => {
    const verbatim = evidence.filter((span) => isVerbatim(span, text));
    const counted = verbatim.filter((span) => !untrusted.some((other) => overlaps(span, other)));
    return { verbatim, counted };
  };
  return {
    ...judgement,
    criteria: judgement.criteria.map((criterion) => {
      const { verbatim, counted } = judge(criterion.evidence);
      if (criterion.verdict !== "met" || counted.length > 0) {
        return { ...criterion, evidence: counted };
      }
      const why = verbatim.length > 0
        ? "The evidence is addressed to the grader or quoted from someone else, so it does not count"
        : "No verbatim evidence was given, so it does not count";
      return {
        ...criterion,
        verdict: "not-met" as const,
        evidence: [],
        reason: `${why}. (${criterion.reason})`,
      };
    }),
    misconceptions: judgement.misconceptions
      .map((misconception) => ({
        ...misconception,
        evidence: judge(misconception.evidence).counted,
      }))
      .filter((misconception) => misconception.evidence.length > 0),
  };
}

function isVerbatim({ quote, start, end }: Evidence, text: string): boolean {
  return Number.isInteger(start) && start >= 0 && start < end &&
    quote.trim() !== "" && text.slice(start, end) === quote;
}

function originalSpans(text: string): { start: number; end: number }[] {
  const canonical = canonicalise(text);
  return untrustedSpans(canonical.text).flatMap(({ start, end }) => canonical.original(start, end) ?? []);
}

function overlaps(
  a: { start: number; end: number },
  b: { start: number; end: number },
): boolean {
  return a.start < b.end && b.start < a.end;
}
