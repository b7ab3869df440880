import type { FreeTextQuestion } from "../../../question-bank/mod.ts";
import { bestComparisons } from "./best_comparison.ts";
import type { Idf } from "./idf.ts";
import type { Rate } from "./model.ts";
import { prepareAnswer, type PreparedItem, type PreparedQuestion, prepareRubric } from "./prepare.ts";
import { statement } from "./statement.ts";

const surelySaid = 0.6;
const perhapsStated = 0.5;

/**
 * Prepares a question, once for all answers to it. Its model answer meets every criterion and states no misconception: where it comes
 * closest to a criterion that it does not surely meet, it is one more way of saying it, and a way of putting a misconception that seems
 * to be in it, or in a criterion, cannot tell right from wrong unless it is said word for word.
 */
export function prepareQuestion(question: FreeTextQuestion, idf: Idf, rate: Rate): PreparedQuestion {
  const rubric = prepareRubric(question, idf);
  const answer = prepareAnswer(question.modelAnswer, rubric, idf);
  const { criteria, misconceptions } = rubric;
  const places = bestComparisons(criteria, answer, { rate, against: misconceptions });
  const says = question.rubric.criteria.map((criterion) => criterion.says);
  const right = prepareAnswer([question.modelAnswer, ...says].join("\n\n"), rubric, idf);
  const tellingStatements = (item: PreparedItem): PreparedItem => {
    const [place] = bestComparisons([item], right, { rate, against: criteria });
    if (!place || place.rating.probability < perhapsStated) return item;
    const statements = place.repeated
      ? item.statements.filter((one) => one !== place.statement)
      : item.statements.map((one) => one === place.statement ? { ...one, wordForWord: true } : one);
    return tellingStatements({ ...item, statements });
  };
  return {
    ...rubric,
    criteria: criteria.map((item, i) => {
      const place = places[i];
      if (!place || place.rating.probability >= surelySaid) return item;
      const said = answer.said.tokens.slice(place.window.from, place.window.to);
      const options = { inQuestion: rubric.inQuestion, first: item.statements[0] };
      return { ...item, statements: [...item.statements, statement(said, idf, options)] };
    }),
    misconceptions: misconceptions.map(tellingStatements),
  };
}
