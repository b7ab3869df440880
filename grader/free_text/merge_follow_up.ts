import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import type { Grade, GradeDraft } from "../types.ts";
import { settle } from "./score.ts";

/**
 * The grade of an answer after the reply to its follow-up: only the criterion that was asked about may have changed, and it
 * never gets worse. The score is computed anew from all criteria; the feedback is about the reply.
 */
export function mergeFollowUp(
  question: FreeTextQuestion,
  { before, reply, criterionId }: {
    readonly before: Grade;
    /** A grade of both answers together, limited to the criterion. */
    readonly reply: GradeDraft;
    readonly criterionId: string;
  },
): GradeDraft {
  const judged = reply.criteria.find(({ id }) => id === criterionId);
  const criteria = before.criteria.map((criterion) =>
    criterion.id === criterionId && criterion.verdict !== "met" ? judged ?? criterion : criterion
  );
  const { misconceptions } = before;
  return { ...reply, criteria, misconceptions, ...settle(question, { criteria, misconceptions }) };
}
