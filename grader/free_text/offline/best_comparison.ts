import { candidates } from "./align.ts";
import { compare, type Comparison, type Window } from "./features.ts";
import { rate, type Rating } from "./model.ts";
import type { PreparedAnswer, PreparedItem } from "./prepare.ts";
import type { Statement } from "./statement.ts";

/** The place of an answer that comes closest to saying one of an item's statements. */
export interface BestComparison extends Comparison {
  readonly statement: Statement;
  readonly window: Window;
  readonly rating: Rating;
}

/**
 * For each item, the best rated of all pairs of a statement and a window; `undefined` when the answer shares no word with it.
 * Every pair is rated on its own, so text elsewhere in the answer neither lowers nor raises it.
 */
export function bestComparisons(
  items: readonly PreparedItem[],
  answer: PreparedAnswer,
  rateFeatures: (features: Float64Array) => Rating = rate,
): (BestComparison | undefined)[] {
  const topics = items.map((item) => topicality(item, answer));
  const onTopic = answer.windows.map((window) => topics.map((topic) => total(topic, window, answer)));
  return items.map((item, itemIndex) => {
    let best: BestComparison | undefined;
    for (const statement of item.statements) {
      const options = statement.parts.map((part) => candidates(part.token, answer.index));
      answer.windows.forEach((window, windowIndex) => {
        if (!options.some((list) => list.some(({ at }) => at >= window.from && at < window.to))) return;
        const all = onTopic[windowIndex] ?? [];
        const topic = all[itemIndex] ?? 0;
        const rival = all.reduce((most, value, i) => i === itemIndex ? most : Math.max(most, value), 0);
        const comparison = compare(statement, answer.said, { window, options, topic, rival });
        const rating = rateFeatures(comparison.features);
        if (!best || isBetter(rating, best.rating)) best = { ...comparison, statement, window, rating };
      });
    }
    return best;
  });
}

// Where gates shut everything out, the closest place still tells best what is wrong.
function isBetter(a: Rating, b: Rating): boolean {
  return a.probability > b.probability || (a.probability === b.probability && a.closeness > b.closeness);
}

// How strongly each word of the answer speaks for an item.
function topicality(item: PreparedItem, answer: PreparedAnswer): Float64Array {
  const topic = new Float64Array(answer.said.tokens.length);
  for (const { token, weight } of item.vocabulary) {
    for (const { at, match, opposite } of candidates(token, answer.index)) {
      if (!opposite) topic[at] = Math.max(topic[at] ?? 0, weight * match);
    }
  }
  return topic;
}

function total(topic: Float64Array, window: Window, answer: PreparedAnswer): number {
  const seen = new Set<string>();
  let sum = 0;
  for (let k = window.from; k < window.to; k++) {
    const value = topic[k] ?? 0;
    const stem = answer.said.tokens[k]?.stem;
    if (value === 0 || stem === undefined || seen.has(stem)) continue;
    seen.add(stem);
    sum += value;
  }
  return sum;
}
