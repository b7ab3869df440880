import type { FreeTextQuestion, Question } from "../../question-bank/mod.ts";
import { bestComparisons } from "../../grader/free_text/offline/best_comparison.ts";
import { featureNames } from "../../grader/free_text/offline/features.ts";
import { idfOf } from "../../grader/free_text/offline/idf.ts";
import type { Rating } from "../../grader/free_text/offline/model.ts";
import { prepareAnswer, type PreparedItem, prepareQuestion } from "../../grader/free_text/offline/prepare.ts";
import type { SetRow } from "../eval/read_set.ts";
import { referenceQuestions } from "../eval/reference_rubric.ts";

/** One statement and one answer: what the best place looks like, and whether a person takes it for said. */
export interface LabelledPair {
  /** Question it belongs to. */
  readonly group: string;
  readonly features: Float64Array;
  /** Probability before the model, from the gates alone. */
  readonly gate: number;
  readonly target: number;
  readonly weight: number;
  /** Whether it counts when agreement is measured: labelled answers do, model answers and probes do not. */
  readonly measured: boolean;
}

type Rate = (features: Float64Array) => Rating;

const probeWeight = 0.3;
// A set's statements are whole reference answers with marks for the whole; they say how far overlap carries, and little more.
const setWeight = 0.005;

/** Pairs from the bank's labelled answers, model answers (all met) and probes (nothing met). */
export function bankPairs(questions: readonly Question[], rate: Rate): LabelledPair[] {
  const idf = idfOf({ questions });
  const pairs: LabelledPair[] = [];
  for (const question of questions) {
    if (question.kind !== "free-text") continue;
    const prepared = prepareQuestion(question, idf);
    const add = (text: string, met: readonly string[], weight: number) => {
      const answer = prepareAnswer(text, prepared, idf);
      const places = bestComparisons(prepared.criteria, answer, rate);
      prepared.criteria.forEach((item, i) => {
        pairs.push(pairOf(places[i], {
          group: question.id,
          target: met.includes(item.id) ? 1 : 0,
          weight,
          measured: weight === 1 && text !== question.modelAnswer,
        }));
      });
    };
    for (const example of question.examples) add(example.text, example.met, 1);
    add(question.modelAnswer, question.rubric.criteria.map(({ id }) => id), 1);
    for (const { probe } of question.rubric.criteria) add(probe, [], probeWeight);
  }
  return pairs;
}

/** Pairs from sets of graded answers: one statement, the whole reference, where it is one clause or several alternatives. */
export function setPairs(rows: readonly SetRow[], rate: Rate): LabelledPair[] {
  const questions = new Map<string, FreeTextQuestion>();
  for (const row of rows) {
    const { whole, clauses } = referenceQuestions(row);
    if (!clauses) questions.set(whole.id, whole);
  }
  const idf = idfOf({ questions: [...questions.values()] });
  const prepared = new Map([...questions].map(([id, question]) => [id, prepareQuestion(question, idf)]));
  return rows.flatMap((row) => {
    const question = prepared.get(row.questionId);
    if (!question) return [];
    const [place] = bestComparisons(
      question.criteria as readonly PreparedItem[],
      prepareAnswer(row.answer, question, idf),
      rate,
    );
    return [pairOf(place, {
      group: `${row.set}/${row.questionId}`,
      target: row.score,
      weight: setWeight,
      measured: false,
    })];
  });
}

type Place = ReturnType<typeof bestComparisons>[number];

function pairOf(place: Place, rest: Omit<LabelledPair, "features" | "gate">): LabelledPair {
  return {
    ...rest,
    features: place?.features ?? new Float64Array(featureNames.length),
    gate: place ? place.rating.probability / place.rating.closeness : 0,
  };
}
