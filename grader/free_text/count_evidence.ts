import type { RubricJudgement } from "../ports.ts";
import type { Evidence } from "../types.ts";
import { canonicalise } from "./canonicalise.ts";
import { saysSomething } from "./says_something.ts";
import { untrustedSpans } from "./untrusted_spans.ts";

/**
 * A judgement in which only evidence counts that is said by the candidate and says something.
 *
 * Every piece of it has to be a verbatim span of the answer outside of speech to the grader and other people's words, and
 * together they have to hold more than function words or single letters. A criterion called met without such evidence becomes not-met,
 * with the reason; a misconception without it is dropped. Every grader passes through here, so none can award a point for words
 * that the candidate did not say.
 */
export function countEvidence(
  judgement: RubricJudgement,
  text: string,
): RubricJudgement {
  const untrusted = originalSpans(text);
  const counted = (evidence: readonly Evidence[]) => evidence.filter((span) => isSaid(span, { text, untrusted }));
  return {
    ...judgement,
    criteria: judgement.criteria.map((criterion) => {
      const why = criterion.verdict === "met" ? fault(criterion.evidence, { text, untrusted }) : undefined;
      if (why === undefined) return { ...criterion, evidence: counted(criterion.evidence) };
      return {
        ...criterion,
        verdict: "not-met" as const,
        evidence: [],
        reason: `${why}, so it does not count. (${criterion.reason})`,
      };
    }),
    misconceptions: judgement.misconceptions.filter(({ evidence }) =>
      fault(evidence, { text, untrusted }) === undefined
    ),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Answer {
  readonly text: string;
  /** What in it is not said by the candidate. */
  readonly untrusted: readonly Span[];
}

/** Why evidence proves nothing; `undefined` when it counts. */
function fault(evidence: readonly Evidence[], answer: Answer): string | undefined {
  if (evidence.length === 0 || !evidence.every((span) => isVerbatim(span, answer.text))) {
    return "No verbatim evidence was given";
  }
  if (!evidence.every((span) => isSaid(span, answer))) {
    return "The evidence is addressed to the grader or quoted from someone else";
  }
  return saysSomething(evidence.map(({ quote }) => quote)) ? undefined : "The evidence is too short to say anything";
}

function isSaid(span: Evidence, { text, untrusted }: Answer): boolean {
  return isVerbatim(span, text) && !untrusted.some((other) => overlaps(span, other));
}

function isVerbatim({ quote, start, end }: Evidence, text: string): boolean {
  return Number.isInteger(start) && start >= 0 && start < end &&
    quote.trim() !== "" && text.slice(start, end) === quote;
}

function originalSpans(text: string): Span[] {
  const canonical = canonicalise(text);
  return untrustedSpans(canonical.text).flatMap(({ start, end }) => canonical.original(start, end) ?? []);
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
