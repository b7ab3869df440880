import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import type { Grade, GradeDraft } from "../types.ts";
import { feedback } from "./feedback.ts";
import { settle } from "./score.ts";
import { withoutContent } from "./without_content.ts";

/**
 * The grade of an answer after the reply to its follow-up: only the criterion that was asked about may have changed, and it
 * never gets worse. The score is computed anew from all criteria. The feedback is about the reply, and asks for nothing more: there
 * is one follow-up. Whether a person will look at it depends on all criteria as well.
 */
export function mergeFollowUp(
  question: FreeTextQuestion,
  { before, text, reply, criterionId }: {
    readonly before: Grade;
    /** Both answers together. */
    readonly text: string;
    /** Their grade, limited to the criterion. */
    readonly reply: GradeDraft;
    readonly criterionId: string;
  },
): GradeDraft {
  const judged = reply.criteria.find(({ id }) => id === criterionId);
  const criteria = before.criteria.map((criterion) =>
    criterion.id === criterionId && criterion.verdict !== "met" ? judged ?? criterion : criterion
  );
  const { misconceptions } = before;
  const settled = settle(question, { criteria, misconceptions });
  const nothing = withoutContent(question, text);
  return {
    ...reply,
    criteria,
    misconceptions,
    ...settled,
    feedback: feedback({
      asked: question.rubric.criteria.filter(({ id }) => id === criterionId),
      criteria: reply.criteria,
      misconceptions: reply.misconceptions,
      open: settled.status === "needs-review",
      last: true,
      ...(nothing !== undefined && { nothing }),
      ...(reply.standIn && { standIn: reply.standIn }),
    }),
  };
}
