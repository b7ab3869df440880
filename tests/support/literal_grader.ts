import type { RubricGrader } from "../../grader/mod.ts";

/** A rubric grader that is easy to predict: a criterion is met when the answer contains the criterion's id as a word. */
export const literalGrader: RubricGrader = {
  judge(question, text, { criteria } = {}) {
    const asked = question.rubric.criteria.filter(({ id }) => !criteria || criteria.includes(id));
    return Promise.resolve({
      criteria: asked.map(({ id }) => {
        const start = text.indexOf(id);
        const found = start >= 0;
        return {
          id,
          verdict: found ? "met" as const : "not-met" as const,
          evidence: found ? [{ quote: id, start, end: start + id.length }] : [],
          reason: found ? "It is there." : "It is not there.",
          confidence: 1,
        };
      }),
      misconceptions: [],
      grader: { name: "offline" as const, version: "literal" },
    });
  },
};
