import { candidates } from "./align.ts";
import {
  affirmedRecall,
  column,
  compare,
  type Comparison,
  type Context,
  type FeatureName,
  inContext,
  type Place,
  ways,
} from "./features.ts";
import { asRepeated, type Rate, rate, type Rating, refuted } from "./model.ts";
import { isSame, overlap, pair, type Pairing, type Window } from "./pairing.ts";
import type { PreparedAnswer, PreparedItem } from "./prepare.ts";
import type { Statement } from "./statement.ts";

/** A place of an answer that comes near to saying one of an item's statements. */
export interface RatedComparison extends Comparison {
  readonly rating: Rating;
}

/** Options of {@link ratedComparisons}. */
export interface ComparisonOptions {
  /** Absent: the shipped model. */
  readonly rate?: Rate;
  /** The other side: the question's misconceptions when criteria are looked for, and the other way round. */
  readonly against?: readonly PreparedItem[];
}

// A statement is repeated when nearly all of it is there, in its own words (or their opposites), put together as in it.
const repeatedRecall = 0.85;
const ownWords = 0.7;
const ownPairs = 0.5;

/** For each item, the best of its {@link ratedComparisons}; `undefined` when the answer shares no word with it. */
export function bestComparisons(
  items: readonly PreparedItem[],
  answer: PreparedAnswer,
  options: ComparisonOptions = {},
): (RatedComparison | undefined)[] {
  return ratedComparisons(items, answer, options).map(best);
}

/** The best rated comparison: the first of equals. */
export function best(comparisons: readonly RatedComparison[]): RatedComparison | undefined {
  return comparisons.reduce<RatedComparison | undefined>(
    (best, here) => best && !isBetter(here.rating, best.rating) ? best : here,
    undefined,
  );
}

/**
 * For each item, all pairs of a statement and a window that have something in common. Every pair is rated on its own, so text elsewhere
 * in the answer neither lowers nor raises it.
 */
export function ratedComparisons(
  items: readonly PreparedItem[],
  answer: PreparedAnswer,
  { rate: rateFeatures = rate, against = [] }: ComparisonOptions = {},
): RatedComparison[][] {
  const counters = counter(against, answer);
  const speaksFor = items.map((item) => sums(topicality(item, answer)));
  return items.map((item, itemIndex) => {
    const topics = (window: Window) => {
      let topic = 0, rival = 0;
      speaksFor.forEach((sum, i) => {
        const value = rounded((sum[window.to] ?? 0) - (sum[window.from] ?? 0));
        if (i === itemIndex) topic = value;
        else rival = Math.max(rival, value);
      });
      return { topic, rival };
    };
    const compared = item.statements.map((statement) => comparisons(statement, answer, topics));
    const found: RatedComparison[] = [];
    const contexts = new Map<Comparison, Context[]>();
    answer.windows.forEach((_, n) => {
      const here = compared.flatMap((list) => list[n] ?? []);
      const context = { ways: ways(here), counter: counters[n] ?? 0 };
      for (const comparison of here) {
        const known = contexts.get(comparison) ?? [];
        if (known.some(({ ways, counter }) => ways === context.ways && counter === context.counter)) continue;
        contexts.set(comparison, [...known, context]);
        const features = inContext(comparison, context);
        const rating = rateFeatures(features);
        found.push({ ...comparison, features, rating: comparison.repeated ? asRepeated(rating, features) : rating });
      }
    });
    const denied = found.filter(({ features, rating }) => rating.denial < 0.5 && isNearlyRepeated(features));
    return denied.length === 0
      ? found
      : found.map((here) => here.repeated ? here : { ...here, rating: overruled(here, denied) });
  });
}

/** For each window, how much of the best said statement of the other side it says. */
function counter(items: readonly PreparedItem[], answer: PreparedAnswer): number[] {
  const most = answer.windows.map(() => 0);
  for (const statement of items.flatMap((item) => item.statements)) {
    pairingsOf(statement, answer).forEach((pairings, n) => {
      most[n] = Math.max(most[n] ?? 0, affirmedRecall(statement, answer.said.tokens, pairings));
    });
  }
  return most;
}

/** For each window, how it compares with a statement. Windows with the same words of it compare alike and share one comparison. */
function comparisons(
  statement: Statement,
  answer: PreparedAnswer,
  topics: Place["topics"],
): (Comparison | undefined)[] {
  const found = new Map<readonly Pairing[], Comparison | undefined>();
  return pairingsOf(statement, answer).map((pairings, n) => {
    if (found.has(pairings)) return found.get(pairings);
    const window = answer.windows[n]!;
    const comparison = compare(statement, answer.said, { window, pairings, topics });
    found.set(pairings, comparison);
    return comparison;
  });
}

/** The statement's parts paired with the words of each window. What is paired alike is the same list. */
function pairingsOf(statement: Statement, { index, windows, pairings }: PreparedAnswer) {
  const known = pairings.get(statement);
  if (known) return known;
  const options = statement.parts.map((wanted, part) => ({ part, candidates: candidates(wanted, index) }))
    .filter(({ candidates }) => candidates.length > 0);
  const lists: (readonly Pairing[])[] = [];
  const found = windows.map((window) => {
    const list = pair(options, window);
    const same = lists.find((other) => isSame(other, list));
    if (!same) lists.push(list);
    return same ?? list;
  });
  pairings.set(statement, found);
  return found;
}

// What a statement that is repeated nearly word for word finds wrong is wrong, though one that says less does not mention it.
function overruled({ features, window, rating }: RatedComparison, denied: readonly RatedComparison[]): Rating {
  const by = denied.find((other) =>
    overlap(other.window, window) &&
    other.features[column.said]! >= features[column.said]!
  )?.rating;
  if (!by) return rating;
  const probability = Math.min(rating.probability, refuted(by));
  return { ...rating, probability, gates: by.gates, denial: by.denial, verbatim: false };
}

function isNearlyRepeated(features: Float64Array): boolean {
  const of = (name: FeatureName) => features[column[name]] ?? 0;
  return of("plainRecall") >= repeatedRecall && of("exact") + of("opposite") >= ownWords && of("pairs") >= ownPairs;
}

// Where everything is refuted, the closest place still tells best what is wrong.
function isBetter(a: Rating, b: Rating): boolean {
  return a.probability > b.probability || (a.probability === b.probability && a.closeness > b.closeness);
}

// How strongly each word of the answer speaks for an item; a word said again says nothing more.
function topicality(item: PreparedItem, answer: PreparedAnswer): Float64Array {
  const topic = new Float64Array(answer.said.tokens.length);
  for (const word of item.vocabulary) {
    for (const { at, match, opposite } of candidates(word, answer.index)) {
      if (!opposite) topic[at] = Math.max(topic[at] ?? 0, word.weight * match);
    }
  }
  return topic;
}

// What comes before a window must not show in the last bits of its sum: a tree may divide there.
function rounded(sum: number): number {
  return Math.round(sum * 1e9) / 1e9;
}

/** Sums of the first n values, for n from 0 on. */
function sums(values: Float64Array): Float64Array {
  const result = new Float64Array(values.length + 1);
  values.forEach((value, i) => result[i + 1] = (result[i] ?? 0) + value);
  return result;
}
