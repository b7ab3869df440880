import type { FreeTextQuestion } from "../../../question-bank/mod.ts";
import { bestComparisons } from "./best_comparison.ts";
import type { Idf } from "./idf.ts";
import { prepareAnswer, type PreparedQuestion, prepareRubric } from "./prepare.ts";
import { statement } from "./statement.ts";

const surelySaid = 0.95;
const perhapsStated = 0.5;

/** Prepares a question, once for all answers to it. */
export function prepareQuestion(question: FreeTextQuestion, idf: Idf): PreparedQuestion {
  return withModelAnswer(prepareRubric(question, idf), question.modelAnswer, idf);
}

// The model answer meets every criterion and states no misconception. So where it comes closest to a criterion is one more way of
// saying it, and a way of putting a misconception that seems to be in it cannot tell right from wrong.
function withModelAnswer(question: PreparedQuestion, modelAnswer: string, idf: Idf): PreparedQuestion {
  const answer = prepareAnswer(modelAnswer, question, idf);
  const places = bestComparisons(question.criteria, answer);
  return {
    ...question,
    criteria: question.criteria.map((item, i) => {
      const place = places[i];
      if (!place || place.rating.probability >= surelySaid) return item;
      const said = answer.said.tokens.slice(place.window.from, place.window.to);
      const options = { inQuestion: question.inQuestion, first: item.statements[0] };
      return { ...item, statements: [...item.statements, statement(said, idf, options)] };
    }),
    misconceptions: question.misconceptions.map((item) => ({
      ...item,
      statements: item.statements.filter((one) =>
        (bestComparisons([{ ...item, statements: [one] }], answer)[0]?.rating.probability ?? 0) < perhapsStated
      ),
    })),
  };
}
