import type { Bank, FreeTextQuestion } from "../../../question-bank/mod.ts";
import type { RubricGrader, RubricJudgement } from "../../ports.ts";
import type { Evidence, Verdict } from "../../types.ts";
import { best, type RatedComparison, ratedComparisons } from "./best_comparison.ts";
import { idfOf } from "./idf.ts";
import { isForeign } from "./language.ts";
import { type Rate, rate } from "./model.ts";
import { overlap } from "./pairing.ts";
import { prepareAnswer, type PreparedAnswer, type PreparedQuestion } from "./prepare.ts";
import { prepareQuestion } from "./prepare_question.ts";
import { reason } from "./reason.ts";
import { graderVersion } from "./version.ts";

// From the upper bound on a criterion is met, below the lower one it is not; between them a person should look.
const usual: Bounds = { metFrom: 0.37, notMetBelow: 0.31 };
// A second reader abstains wherever the first was not clear, so that a doubt reaches a person.
const strict: Bounds = { metFrom: 0.65, notMetBelow: 0.25 };
// Taking points away needs more certainty than giving them.
const statedFrom = 0.55;

interface Bounds {
  readonly metFrom: number;
  readonly notMetBelow: number;
}

/**
 * A grader that needs neither key nor network. It compares each clause of the answer with the statement and the paraphrases of
 * each criterion: words weighted by their rarity over `bank`, the glossary's synonyms, misspellings, negations, opposites, and
 * who does what. It reads what is on the page and infers nothing.
 *
 * Deterministic. A text in another language gets `unsure` throughout. With `strict` it says `unsure` over a wider range: the
 * second reader of a grade that is appealed.
 */
export function offlineRubricGrader(
  bank: Pick<Bank, "questions">,
  options: { readonly strict?: boolean } = {},
): RubricGrader {
  return rubricGraderWith(bank, { rateFor: () => rate, ...options });
}

/** The same with a model of one's own for each question, for measuring. */
export function rubricGraderWith(
  bank: Pick<Bank, "questions">,
  options: { readonly rateFor: (questionId: string) => Rate; readonly strict?: boolean },
): RubricGrader {
  const { rateFor } = options;
  const bounds = options.strict ? strict : usual;
  const grader = { name: "offline", version: options.strict ? `${graderVersion}-strict` : graderVersion } as const;
  const idf = idfOf(bank);
  const prepared = new Map<string, PreparedQuestion>();
  const prepare = (question: FreeTextQuestion) => {
    const key = `${question.id} ${question.version}`;
    const found = prepared.get(key) ?? prepareQuestion(question, idf, rateFor(question.id));
    prepared.set(key, found);
    return found;
  };
  return {
    judge(question, text, options = {}) {
      const items = prepare(question);
      const answer = prepareAnswer(text, items, idf);
      const judged = judge(items, answer, { asked: options.criteria, rate: rateFor(question.id), bounds });
      return Promise.resolve({ ...judged, grader });
    },
  };
}

function judge(
  items: PreparedQuestion,
  answer: PreparedAnswer,
  { asked, rate, bounds }: {
    readonly asked: readonly string[] | undefined;
    readonly rate: Rate;
    readonly bounds: Bounds;
  },
): Omit<RubricJudgement, "grader"> {
  const foreign = isForeign(answer.canonical.text);
  const misconceptions = foreign
    ? []
    : ratedComparisons(items.misconceptions, answer, { rate, against: items.criteria });
  const errors = misconceptions.flat().flatMap(({ repeated }) => repeated ?? []);
  // What repeats an error word for word says nothing right.
  const criteria = ratedComparisons(items.criteria, answer, { rate, against: items.misconceptions })
    .map((places) =>
      places.filter((place) => place.repeated !== undefined || !errors.some((error) => overlap(place.window, error)))
    );
  const said = criteria.flat();
  return {
    criteria: items.criteria.flatMap(({ id }, i) => {
      if (asked && !asked.includes(id)) return [];
      return [{ id, ...(foreign ? unread : verdict(best(criteria[i] ?? []), answer, bounds)) }];
    }),
    misconceptions: items.misconceptions.flatMap(({ id }, i) => {
      const stated = best(misconceptions[i]?.filter((place) => isStated(place, said)) ?? []);
      return stated ? [{ id, evidence: evidence(stated, answer) }] : [];
    }),
  };
}

// An error and its correction share most words: what says the right thing as clearly as the wrong one, or word for word, is not the
// error.
function isStated(place: RatedComparison, criteria: readonly RatedComparison[]): boolean {
  const { probability } = place.rating;
  return probability >= statedFrom &&
    !criteria.some((other) =>
      overlap(other.window, place.window) && (other.rating.probability >= probability || other.rating.verbatim)
    );
}

type CriterionJudgement = Omit<RubricJudgement["criteria"][number], "id">;

const unread: CriterionJudgement = {
  verdict: "unsure",
  evidence: [],
  reason: "The answer is not written in English, the only language that the offline grader reads.",
  confidence: 0,
};

function verdict(
  best: RatedComparison | undefined,
  answer: PreparedAnswer,
  { metFrom, notMetBelow }: Bounds,
): CriterionJudgement {
  const probability = best?.rating.probability ?? 0;
  const verdict: Verdict = probability >= metFrom ? "met" : probability >= notMetBelow ? "unsure" : "not-met";
  const spans = best ? evidence(best, answer) : [];
  return {
    verdict,
    evidence: verdict === "not-met" ? [] : spans,
    reason: reason(best, answer, { quote: shorten(spans[0]?.quote ?? ""), met: verdict === "met" }),
    confidence: Math.max(probability, 1 - probability),
  };
}

// The clauses that hold the words, as they stand in the answer.
function evidence({ window }: RatedComparison, { canonical, said }: PreparedAnswer): Evidence[] {
  const inside = said.tokens.slice(window.from, window.to);
  const end = inside.at(-1)?.end ?? 0;
  const closing = /^[)\]}"'$|]*[.?!]?/.exec(canonical.text.slice(end))?.[0] ?? "";
  const span = canonical.original(inside[0]?.start ?? 0, end + closing.length);
  return span ? [{ quote: canonical.source.slice(span.start, span.end), ...span }] : [];
}

const quoteLength = 120;

// Cut between words.
function shorten(quote: string): string {
  const line = quote.replace(/\s+/g, " ").toWellFormed();
  return line.length <= quoteLength ? line : `${line.slice(0, quoteLength).toWellFormed().replace(/\s*\S*$/, "")} …`;
}
