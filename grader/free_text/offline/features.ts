import { contradiction, type Sayings } from "./contradiction.ts";
import {
  byPart,
  clauseRecalls,
  longestRun,
  orderShare,
  type Pairing,
  pairShare,
  type Window,
  type Words,
} from "./pairing.ts";
import { repetition } from "./repetition.ts";
import { isNumber, type Statement } from "./statement.ts";
import type { Token } from "./tokens.ts";

/** The answer's side of a comparison. */
export interface Said extends Sayings {
  /** Weight of each token, 0 for those that carry nothing. */
  readonly weights: readonly number[];
  /** Whether each token stands in the question. */
  readonly fromQuestion: readonly boolean[];
  /** How well each token follows the one before it, see `fluency.ts`. */
  readonly fluency: readonly number[];
  /** The same, on average over the words around each token in its sentence. */
  readonly nearbyFluency: readonly number[];
  /** For each token, how many words stand between the pauses around it, on average over its sentence. */
  readonly segmentLength: readonly number[];
  /** How far each token stands in a mere list of names, in [0, 1]. */
  readonly listed: readonly number[];
  /** Whether each token stands in a question that the answer asks. */
  readonly asked: readonly boolean[];
}

/**
 * Names of the features, in the order of the vector.
 *
 * Recall is the share of the statement that is said: `recall` with the question's own words nearly left out, `plainRecall` with them,
 * `exactRecall` by the same word only, `keyRecall` of its three weightiest words, `bestClause` and `worstClause` of its clauses.
 * `said` and `unsaid` are the same as absolute weights, `rarest` that of the weightiest word said, `matches` how many words of the place say it. `pairs`, `order` and `run` tell whether the words are put together as in the
 * statement; `fluency` and `nearbyFluency`, `functionShare`, `segments`, `listed` and `asked`, whether they form statements. `topic` and `margin` tell how strongly the
 * words speak for this item, and how much more than for the question's other items; `ways`, how much of the item's three closest
 * statements is said at once; `counter` and `lead`, how much of an error is said where a criterion is looked for (and the other way
 * round), and how much less that is. The last four are gates in [0, 1].
 */
export const featureNames = [
  ...["recall", "plainRecall", "exactRecall", "keyRecall", "bestClause", "worstClause", "recallSquared"],
  ...[
    "said",
    "unsaid",
    "rarest",
    "matches",
    "worstMiss",
    "exact",
    "precision",
    "cosine",
    "parts",
    "fromQuestion",
    "otherNumber",
  ],
  ...[
    "pairs",
    "order",
    "run",
    "fluency",
    "nearbyFluency",
    "functionShare",
    "segments",
    "listed",
    "asked",
    "length",
    "recallAndFluency",
  ],
  ...["topic", "topicShare", "margin", "ways", "counter", "lead"],
  ...["negation", "unspokenNegation", "opposite", "opposites", "exchanged", "roleConflict", "roleAgreement"],
  ...["sentence", "affirmed", "notOpposite", "sameRoles"],
] as const;
/** One of {@link featureNames}. */
export type FeatureName = (typeof featureNames)[number];
/** Where each feature stands in the vector. */
export const column = Object.fromEntries(featureNames.map((name, i) => [name, i])) as Readonly<
  Record<FeatureName, number>
>;

/** How a window compares with a statement. */
export interface Comparison {
  readonly statement: Statement;
  readonly features: Float64Array;
  readonly pairings: readonly Pairing[];
  /** Where it is repeated word for word. */
  readonly repeated: Window | undefined;
  /** The clauses that hold the matched words. */
  readonly window: Window;
}

/** Where to compare, and what is known of the place. */
export interface Place {
  readonly window: Window;
  /** The statement's parts with the words of the window that stand for them. */
  readonly pairings: readonly Pairing[];
  /** How strongly words speak for the statement's item, and for the best of the other items. */
  topics(window: Window): { readonly topic: number; readonly rival: number };
}

// With less in common than this no window has ever said a statement; most windows are done with here.
const plainRecallMin = 0.2;
const nearlyAll = 0.9;

/**
 * Compares a window of the answer with a statement; `undefined` when they have too little in common. `ways`, `counter` and `lead` are
 * left open until all statements have been compared with the place, see {@link inContext}.
 */
export function compare(statement: Statement, said: Said, place: Place): Comparison | undefined {
  const { pairings } = place;
  const inCommon = pairings.reduce(
    (sum, { part, candidate }) => sum + (statement.parts[part]?.plainShare ?? 0) * candidate.match,
    0,
  );
  if (inCommon < plainRecallMin) return undefined;
  const window = trimmed(place.window, said.tokens, pairings);
  if (!window || leans(statement, said.tokens, pairings)) return undefined;
  const repeated = inCommon >= nearlyAll ? repetition(statement, said.tokens, window) : undefined;
  if (statement.wordForWord && !repeated) return undefined;
  const words = byPart(statement, pairings);
  const recalls = recall(statement, pairings, words);
  const used = new Set(pairings.map(({ candidate }) => candidate.at));
  const text = form(said, window, used);
  const wrong = contradiction(statement, said, { window, pairings });
  const clauses = clauseRecalls(statement, words);
  const { topic, rival } = place.topics(window);
  const gate = gates(text, wrong);
  const features = new Float64Array(featureNames.length);
  features[column.recall] = recalls.recall;
  features[column.plainRecall] = recalls.plainRecall;
  features[column.exactRecall] = recalls.exactRecall;
  features[column.keyRecall] = recalls.keyRecall;
  features[column.bestClause] = clauses.best;
  features[column.worstClause] = clauses.worst;
  features[column.recallSquared] = recalls.recall ** 2;
  features[column.said] = Math.log1p(recalls.found);
  features[column.unsaid] = Math.log1p(Math.max(0, statement.weight - recalls.found));
  features[column.rarest] = recalls.rarest;
  features[column.matches] = Math.log1p(used.size);
  features[column.worstMiss] = recalls.worstMiss;
  features[column.exact] = recalls.exact;
  features[column.precision] = text.weight === 0 ? 0 : text.matchedWeight / text.weight;
  features[column.cosine] = statement.weight === 0 || text.weight === 0
    ? 0
    : Math.min(1, recalls.found / Math.sqrt(statement.weight * text.weight));
  features[column.parts] = Math.log1p(statement.parts.length);
  features[column.fromQuestion] = statement.fromQuestion;
  features[column.otherNumber] = otherNumber(statement, said.tokens, { window, words, used });
  features[column.pairs] = pairShare(statement, words);
  features[column.order] = orderShare(pairings);
  features[column.run] = longestRun(statement, words);
  features[column.fluency] = text.fluency;
  features[column.nearbyFluency] = text.nearbyFluency;
  features[column.functionShare] = text.functionShare;
  features[column.segments] = Math.log1p(text.segmentLength);
  features[column.listed] = text.listed;
  features[column.asked] = text.asked;
  features[column.length] = Math.log1p(text.words);
  features[column.recallAndFluency] = recalls.recall * clamp(0.5 + text.fluency);
  features[column.topic] = Math.log1p(topic);
  features[column.topicShare] = topic / Math.max(0.5, text.weight + topic);
  features[column.margin] = (topic - rival) / (topic + rival + 0.2);
  features[column.negation] = wrong.negation;
  features[column.unspokenNegation] = wrong.unspokenNegation;
  features[column.opposite] = wrong.opposite;
  features[column.opposites] = wrong.opposites;
  features[column.exchanged] = wrong.exchanged;
  features[column.roleConflict] = wrong.roleConflict;
  features[column.roleAgreement] = wrong.roleAgreement;
  features[column.sentence] = gate.sentence;
  features[column.affirmed] = gate.affirmed;
  features[column.notOpposite] = gate.notOpposite;
  features[column.sameRoles] = gate.sameRoles;
  return { statement, features, pairings, repeated, window };
}

const waysCounted = 3;

/** What is known of a place when all statements of an item have been compared with it. */
export interface Context {
  /** How much of the item's closest statements is said at once, see {@link ways}. */
  readonly ways: number;
  /** How much is said of the other side there. */
  readonly counter: number;
}

/** How much of the item's three closest statements one place says. */
export function ways(comparisons: readonly Comparison[]): number {
  const recalls = comparisons.map(({ features }) => features[column.plainRecall] ?? 0).sort((a, b) => b - a);
  return recalls.slice(0, waysCounted).reduce((sum, it) => sum + it, 0) / waysCounted;
}

/** The features of a comparison, complete. */
export function inContext({ features }: Comparison, { ways, counter }: Context): Float64Array {
  const all = features.slice();
  all[column.ways] = ways;
  all[column.counter] = counter;
  all[column.lead] = (features[column.plainRecall] ?? 0) - counter;
  return all;
}

/** Share of a statement that a window says, what is denied or turned into its opposite left out. */
export function affirmedRecall({ parts }: Statement, tokens: readonly Token[], pairings: readonly Pairing[]): number {
  return pairings.reduce((sum, { part: index, candidate }) => {
    const part = parts[index];
    const affirmed = !candidate.opposite && part?.token.negated === tokens[candidate.at]?.negated;
    return affirmed ? sum + (part?.plainShare ?? 0) * candidate.match : sum;
  }, 0);
}

// Clauses at the edges that hold no matched word say nothing for or against it.
function trimmed(window: Window, tokens: readonly Token[], pairings: readonly Pairing[]): Window | undefined {
  if (pairings.length === 0) return undefined;
  let from = Infinity, to = 0;
  for (const { candidate: { at } } of pairings) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  while (from > window.from && tokens[from - 1]?.clause === tokens[from]?.clause) from--;
  while (to + 1 < window.to && tokens[to + 1]?.clause === tokens[to]?.clause) to++;
  return { from, to: to + 1 };
}

// Two sentences say something together only when each says a good part of it, in more than one word; otherwise one is
// looked at alone.
const partOfASentence = 0.2;

function leans({ parts }: Statement, tokens: readonly Token[], pairings: readonly Pairing[]): boolean {
  const first = tokens[pairings[0]?.candidate.at ?? 0]?.sentence;
  if (pairings.every(({ candidate }) => tokens[candidate.at]?.sentence === first)) return false;
  const bySentence = Map.groupBy(pairings, ({ candidate }) => tokens[candidate.at]?.sentence);
  const weigh = (list: readonly Pairing[]) => list.reduce((sum, { part }) => sum + (parts[part]?.plainShare ?? 0), 0);
  const all = weigh(pairings);
  return [...bySentence.values()].some((own) =>
    weigh(own) < partOfASentence * all || new Set(own.map(({ candidate }) => candidate.at)).size < 2
  );
}

function recall({ parts, key }: Statement, pairings: readonly Pairing[], words: Words) {
  let recall = 0, plainRecall = 0, exactRecall = 0, matched = 0, found = 0, rarest = 0;
  for (const { part: index, candidate } of pairings) {
    const part = parts[index];
    if (!part) continue;
    matched += part.share;
    found += part.weight * candidate.match;
    if (!candidate.opposite) rarest = Math.max(rarest, part.weight * candidate.match);
    recall += part.share * candidate.match;
    plainRecall += part.plainShare * candidate.match;
    if (candidate.how === "same") exactRecall += part.share;
  }
  let worstMiss = 0;
  parts.forEach(({ share }, i) => worstMiss = Math.max(worstMiss, share * (1 - (words[i]?.match ?? 0))));
  const greatest = parts[key.parts[0] ?? -1]?.share ?? 0;
  return {
    recall,
    plainRecall,
    exactRecall,
    exact: matched === 0 ? 0 : exactRecall / matched,
    keyRecall: key.parts.reduce((total, i) => total + (parts[i]?.share ?? 0) * (words[i]?.match ?? 0), 0) /
      (key.share || 1),
    worstMiss: worstMiss / (greatest || 1),
    rarest,
    found,
  };
}

interface Form {
  readonly words: number;
  readonly fluency: number;
  readonly nearbyFluency: number;
  readonly functionShare: number;
  readonly segmentLength: number;
  readonly listed: number;
  readonly asked: number;
  readonly weight: number;
  readonly matchedWeight: number;
}

function form(said: Said, window: Window, used: ReadonlySet<number>): Form {
  let functions = 0,
    fluency = 0,
    nearbyFluency = 0,
    segmentLength = 0,
    listed = 0,
    asked = 0,
    weight = 0,
    matchedWeight = 0;
  for (let k = window.from; k < window.to; k++) {
    if (!said.tokens[k]?.content) functions++;
    fluency += said.fluency[k] ?? 0;
    nearbyFluency += said.nearbyFluency[k] ?? 0;
    segmentLength += said.segmentLength[k] ?? 0;
    listed += said.listed[k] ?? 0;
    if (said.asked[k]) asked++;
    if (said.fromQuestion[k] && !used.has(k)) continue;
    weight += said.weights[k] ?? 0;
    if (used.has(k)) matchedWeight += said.weights[k] ?? 0;
  }
  const words = Math.max(1, window.to - window.from);
  return {
    words,
    fluency: fluency / words,
    nearbyFluency: nearbyFluency / words,
    functionShare: functions / words,
    segmentLength: segmentLength / words,
    listed: listed / words,
    asked: asked / words,
    weight,
    matchedWeight,
  };
}

// "A momentum of 0.9" is not "a momentum of 0.5".
function otherNumber(
  { parts }: Statement,
  tokens: readonly Token[],
  { window, words, used }: { readonly window: Window; readonly words: Words; readonly used: ReadonlySet<number> },
): number {
  if (!parts.some(({ number }, i) => number && !words[i])) return 0;
  for (let k = window.from; k < window.to; k++) {
    const token = tokens[k];
    if (token && isNumber(token) && !used.has(k)) return 1;
  }
  return 0;
}

// What is left of a statement in which none, one, or several words stand for their opposites.
const oppositesLeft = [1, 0.45, 0.2];

function gates(
  { words, fluency, functionShare, segmentLength, asked }: Form,
  wrong: { negation: number; opposite: number; opposites: number; exchanged: number; roleConflict: number },
): Record<"sentence" | "affirmed" | "notOpposite" | "sameRoles", number> {
  // Function words hold a sentence together; a fluent note can do without.
  const holds = Math.max(ramp(functionShare, 0.05, 0.2), ramp(fluency, 0.2, 0.4));
  const formed = words >= 4 ? ramp(fluency, -0.35, -0.05) * holds * (0.4 + 0.6 * ramp(segmentLength, 1.5, 3)) : 0.6;
  return {
    sentence: formed * (1 - asked),
    affirmed: 1 - ramp(wrong.negation, 0.2, 0.45),
    notOpposite: (1 - ramp(wrong.opposite, 0.1, 0.3)) * (oppositesLeft[wrong.opposites] ?? 0),
    sameRoles: (1 - ramp(wrong.roleConflict, 0.05, 0.2)) * (wrong.exchanged > 0 ? 0.3 : 1),
  };
}

/** 0 up to `from`, 1 from `to` on, linear between. */
export function ramp(value: number, from: number, to: number): number {
  return clamp((value - from) / (to - from));
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
