import type { GraderIdentity, RubricGrader, Verdict } from "../../grader/mod.ts";

/** What a {@link decidingGrader} was asked. */
export interface Asked {
  readonly text: string;
  readonly criteria: readonly string[] | undefined;
  readonly payer: unknown;
}

/** A rubric grader that gives these verdicts, `not-met` for what is not named, quoting the whole answer; it can change its mind. */
export function decidingGrader(
  verdicts: Readonly<Record<string, Verdict>>,
  name: GraderIdentity["name"] = "offline",
): RubricGrader & { readonly asked: readonly Asked[]; decide(verdicts: Readonly<Record<string, Verdict>>): void } {
  const asked: Asked[] = [];
  let current = verdicts;
  return {
    asked,
    decide: (next) => current = next,
    judge(question, text, { criteria, payer } = {}) {
      asked.push({ text, criteria, payer });
      return Promise.resolve({
        criteria: question.rubric.criteria.filter(({ id }) => criteria?.includes(id) ?? true).map(({ id }) => {
          const verdict = current[id] ?? "not-met";
          return {
            id,
            verdict,
            evidence: verdict === "met" ? [{ quote: text, start: 0, end: text.length }] : [],
            reason: `${name} says ${verdict}.`,
            confidence: 0.9,
          };
        }),
        misconceptions: [],
        grader: { name, version: "decided" },
      });
    },
  };
}
