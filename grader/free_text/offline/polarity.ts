import { sentencesWithStance, stanceAt } from "./stance.ts";

/** Words that negate. */
export const negators: ReadonlySet<string> = new Set([
  ...["not", "no", "never", "none", "nothing", "neither", "nor", "without", "cannot", "nobody", "nowhere"],
  ...["hardly", "barely", "rarely", "seldom", "scarcely", "lacks", "lack", "lacking", "unlike"],
]);
// "It depends on nothing": these deny what came before, too.
const backwards = new Set(["none", "nothing", "nobody", "nowhere"]);
const failing = new Set([
  "fail",
  "fails",
  "failed",
  "failing",
  "unable",
  "refuse",
  "refuses",
  "instead",
  "rather",
  "opposed",
]);
const softened = new Set(["only", "just", "necessarily", "merely", "simply"]);

/** What a text is divided into, by word. */
export interface Division {
  /** Parts that a negation reaches over. */
  readonly segments: readonly number[];
  readonly sentences: readonly number[];
  /** Whether a negation belongs to a fixed phrase and negates nothing else. */
  readonly swallowed: readonly boolean[];
}

/** For each word, whether an odd number of negations governs it, and whether it is a negation itself. */
export function polarity(words: readonly string[], division: Division): { negated: boolean[]; negator: boolean[] } {
  const { segments, swallowed } = division;
  const negated = words.map(() => false);
  const negator = words.map(() => false);
  const told = sentencesWithStance(words, division.sentences);
  const flip = (k: number) => negated[k] = !negated[k];
  words.forEach((word, i) => {
    if (negator[i]) return;
    const next = words[i + 1] ?? "";
    if (word === "not" && softened.has(next)) return;
    const stance = told.has(division.sentences[i] ?? -1) ? stanceAt(words, i, division) : undefined;
    if (stance) {
      for (let k = i; k < i + stance.length; k++) negator[k] = true;
      for (let k = stance.from; k < stance.to; k++) flip(k);
      return;
    }
    const fails = failing.has(word) && (next === "to" || next === "of" || next === "than");
    if (swallowed[i] || !(negators.has(word) || fails)) return;
    negator[i] = true;
    const inSegment = (k: number) => k >= 0 && k < words.length && segments[k] === segments[i];
    const to = word === "without" ? endOfObject(words, i + 1) : words.length;
    for (let k = i + 1; k < to && inSegment(k); k++) flip(k);
    if (backwards.has(word)) { for (let k = i - 1; inSegment(k); k--) flip(k); }
  });
  return { negated, negator };
}

const determiners = new Set([
  "the",
  "a",
  "an",
  "its",
  "their",
  "his",
  "her",
  "it",
  "they",
  "we",
  "you",
  "he",
  "she",
  "this",
  "these",
  "those",
]);
const joining = new Set([
  "and",
  "or",
  "nor",
  "of",
  "in",
  "on",
  "at",
  "to",
  "from",
  "for",
  "with",
  "by",
  "as",
  "than",
  "both",
  "all",
]);

/** Where another subject begins after what "without" denies: "without a baseline | the gradient swings". */
function endOfObject(words: readonly string[], from: number): number {
  let named = false;
  for (let k = from; k < words.length; k++) {
    const word = words[k] ?? "";
    if (!determiners.has(word)) named ||= !joining.has(word);
    else if (named && !joining.has(words[k - 1] ?? "")) return k;
  }
  return words.length;
}
