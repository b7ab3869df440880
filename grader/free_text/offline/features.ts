import type { Candidate } from "./align.ts";
import { rolePairs } from "./lexicon.ts";
import type { Name } from "./lexicon.ts";
import { players, type Statement } from "./statement.ts";
import type { Token } from "./tokens.ts";

/** What is compared: a run of tokens of the answer. */
export interface Window {
  /** First token, inclusive. */
  readonly from: number;
  /** Last token, exclusive. */
  readonly to: number;
}

/** The answer's side of a comparison. */
export interface Said {
  readonly tokens: readonly Token[];
  /** Weight of each token, 0 for those that carry nothing. */
  readonly weights: readonly number[];
  /** Whether each token stands in the question. */
  readonly fromQuestion: readonly boolean[];
  /** How well each token follows the one before it, see `fluency.ts`. */
  readonly fluency: readonly number[];
}

/** Names of the features, in the order of the vector. */
export const featureNames = [
  "recall",
  "plainRecall",
  "keyRecall",
  "worstMiss",
  "pairs",
  "order",
  "precision",
  "negation",
  "anyNegation",
  "opposite",
  "anyOpposite",
  "roleConflict",
  "roleAgreement",
  "exact",
  "fluency",
  "functionShare",
  "parts",
  "fromQuestion",
  "length",
  "recallSquared",
  "clean",
  "exactRecall",
  "said",
  "unsaid",
  "bestClause",
  "worstClause",
  "run",
  "cosine",
  "recallAndFluency",
  "topic",
  "topicShare",
  "margin",
] as const;
/** One of {@link featureNames}. */
export type FeatureName = (typeof featureNames)[number];

/** A part of the statement with the word of the answer that stands for it. */
export interface Pairing {
  /** Index into `Statement.parts`. */
  readonly part: number;
  readonly candidate: Candidate;
}

/** How a window compares with a statement. */
export interface Comparison {
  readonly features: Float64Array;
  readonly pairings: readonly Pairing[];
}

/** Where to compare, and what is known of the place. */
export interface Place {
  readonly window: Window;
  /** For each part of the statement, its candidates in order of position. */
  readonly options: readonly (readonly Candidate[])[];
  /** How strongly the window's words speak for the statement's item, and for the best of the other items. */
  readonly topic: number;
  readonly rival: number;
}

/** Compares a window of the answer with a statement. */
export function compare(statement: Statement, said: Said, { window, options, topic, rival }: Place): Comparison {
  const { parts } = statement;
  const pairings = pair(options, window);
  let recall = 0, plainRecall = 0, exact = 0, opposite = 0, opposites = 0, negation = 0, matched = 0, plainMatched = 0;
  let negatedHere = false, negatedThere = false;
  let conflict = 0, agreement = 0;
  for (const { part: index, candidate } of pairings) {
    const part = parts[index];
    const token = said.tokens[candidate.at];
    if (!part || !token) continue;
    const weight = part.share;
    matched += weight;
    recall += weight * candidate.match;
    plainRecall += part.plainShare * candidate.match;
    if (candidate.how === "same") exact += weight;
    const plain = part.plainShare;
    plainMatched += plain;
    if (candidate.opposite) opposites++;
    if (candidate.opposite) opposite += plain;
    if ((part.token.negated !== token.negated) !== candidate.opposite) negation += plain;
    negatedThere ||= part.token.negated;
    negatedHere ||= token.negated !== candidate.opposite;
    const verdict = roles(part, players(said.tokens, candidate.at));
    if (verdict < 0) conflict += plain;
    if (verdict > 0) agreement += plain;
  }
  const allWeight = parts.reduce((total, part) => total + part.weight, 0);
  const saidWeight = pairings.reduce(
    (total, { part, candidate }) => total + (parts[part]?.weight ?? 0) * candidate.match,
    0,
  );
  const ranked = parts.map((part, i) => ({ i, share: part.share })).sort((a, b) => b.share - a.share).slice(0, 3);
  const matchOf = new Map(pairings.map(({ part, candidate }) => [part, candidate.match]));
  const keyShare = ranked.reduce((total, { share }) => total + share, 0) || 1;
  const keyRecall = ranked.reduce((total, { i, share }) => total + share * (matchOf.get(i) ?? 0), 0) / keyShare;
  const top = ranked[0]?.share || 1;
  const worstMiss = parts.reduce((worst, { share }, i) => Math.max(worst, share * (1 - (matchOf.get(i) ?? 0))), 0) /
    top;

  let inWindow = 0, matchedInWindow = 0, functions = 0, fluency = 0, words = 0;
  const used = new Set(pairings.map(({ candidate }) => candidate.at));
  for (let k = window.from; k < window.to; k++) {
    const token = said.tokens[k];
    if (!token) continue;
    words++;
    if (!token.content) functions++;
    fluency += said.fluency[k] ?? 0;
    if (said.fromQuestion[k] && !used.has(k)) continue;
    const weight = said.weights[k] ?? 0;
    inWindow += weight;
    if (used.has(k)) matchedInWindow += weight;
  }
  const wrongness = plainMatched === 0 ? 0 : Math.min(1, (negation + 2 * opposite + conflict) / plainMatched);
  const values: Record<FeatureName, number> = {
    recall,
    plainRecall,
    keyRecall,
    worstMiss,
    pairs: pairShare(statement, pairings),
    order: orderShare(pairings),
    precision: inWindow === 0 ? 0 : matchedInWindow / inWindow,
    negation: plainMatched === 0 ? 0 : negation / plainMatched,
    anyNegation: negatedHere !== negatedThere ? 1 : 0,
    opposite: plainMatched === 0 ? 0 : opposite / plainMatched,
    anyOpposite: Math.min(2, opposites),
    roleConflict: plainMatched === 0 ? 0 : conflict / plainMatched,
    roleAgreement: plainMatched === 0 ? 0 : agreement / plainMatched,
    exact: matched === 0 ? 0 : exact / matched,
    fluency: words === 0 ? 0 : fluency / words,
    functionShare: words === 0 ? 0 : functions / words,
    parts: Math.log(1 + parts.length),
    fromQuestion: statement.fromQuestion,
    length: Math.log(1 + words),
    recallSquared: recall * recall,
    clean: recall * (1 - wrongness),
    exactRecall: exact,
    said: Math.log(1 + saidWeight),
    unsaid: Math.log(1 + Math.max(0, allWeight - saidWeight)),
    ...clauseRecalls(statement, matchOf),
    run: longestRun(statement, pairings),
    topic: Math.log(1 + topic),
    topicShare: topic / Math.max(0.5, inWindow + topic),
    margin: (topic - rival) / (topic + rival + 0.2),
    cosine: cosine(allWeight, inWindow, saidWeight),
    recallAndFluency: recall * Math.min(1, Math.max(0, 0.5 + fluency / Math.max(1, words))),
  };
  return { features: Float64Array.from(featureNames, (name) => values[name]), pairings };
}

function pair(options: readonly (readonly Candidate[])[], window: Window): Pairing[] {
  const pairings: Pairing[] = [];
  let previous = window.from;
  options.forEach((list, part) => {
    let best: Candidate | undefined;
    for (const candidate of list) {
      if (candidate.at < window.from || candidate.at >= window.to) continue;
      // Of equals, the one that follows the last word paired reads the statement in its order.
      const better = !best || candidate.match > best.match ||
        (candidate.match === best.match && best.at < previous && candidate.at >= previous);
      if (better) best = candidate;
    }
    if (best) {
      pairings.push({ part, candidate: best });
      previous = best.at;
    }
  });
  return pairings;
}

function roles(
  part: { before: Name | undefined; after: Name | undefined },
  there: { before: Name | undefined; after: Name | undefined },
) {
  const one = (a: Name | undefined, b: Name | undefined) => {
    if (a === undefined || b === undefined) return 0;
    return a === b ? 1 : rolePairs.get(a)?.has(b) ? -1 : 0;
  };
  return one(part.before, there.before) + one(part.after, there.after);
}

// Neighbours of the statement that are near each other in the answer: words put together, not strewn.
function pairShare({ parts }: Statement, pairings: readonly Pairing[]): number {
  const at = new Map(pairings.map(({ part, candidate }) => [part, candidate.at]));
  let near = 0, all = 0;
  for (let i = 0; i + 1 < parts.length; i++) {
    const weight = (parts[i]?.plainShare ?? 0) + (parts[i + 1]?.plainShare ?? 0);
    all += weight;
    const [a, b] = [at.get(i), at.get(i + 1)];
    if (a !== undefined && b !== undefined && Math.abs(a - b) <= 5) near += b >= a ? weight : weight / 2;
  }
  return all === 0 ? (pairings.length > 0 ? 1 : 0) : near / all;
}

// Share of matched pairs that come in the statement's order; 1/2 when there are none.
function orderShare(pairings: readonly Pairing[]): number {
  let same = 0, all = 0;
  for (let i = 0; i < pairings.length; i++) {
    for (let j = i + 1; j < pairings.length && j <= i + 3; j++) {
      const [a, b] = [pairings[i]?.candidate.at ?? 0, pairings[j]?.candidate.at ?? 0];
      if (a === b) continue;
      all++;
      if (a < b) same++;
    }
  }
  return all === 0 ? 0.5 : same / all;
}

// A statement of several clauses may be answered by one of them.
function clauseRecalls(
  { parts }: Statement,
  matchOf: ReadonlyMap<number, number>,
): { bestClause: number; worstClause: number } {
  const clauses = new Map<number, { all: number; found: number }>();
  parts.forEach((part, i) => {
    const clause = clauses.get(part.token.clause) ?? { all: 0, found: 0 };
    clause.all += part.share;
    clause.found += part.share * (matchOf.get(i) ?? 0);
    clauses.set(part.token.clause, clause);
  });
  const recalls = [...clauses.values()].filter(({ all }) => all >= 0.15).map(({ all, found }) => found / all);
  return { bestClause: Math.max(0, ...recalls), worstClause: recalls.length === 0 ? 0 : Math.min(...recalls) };
}

// Longest run of neighbouring parts said next to each other, as a share of the statement.
function longestRun({ parts }: Statement, pairings: readonly Pairing[]): number {
  const at = new Map(pairings.map(({ part, candidate }) => [part, candidate]));
  let best = 0, length = 0, last: number | undefined;
  parts.forEach((part, i) => {
    const candidate = at.get(i);
    const near = candidate && last !== undefined && candidate.at >= last && candidate.at - last <= 3;
    length = candidate ? (near ? length + part.plainShare : part.plainShare) : 0;
    last = candidate?.at;
    best = Math.max(best, length);
  });
  return best;
}

function cosine(statementWeight: number, windowWeight: number, shared: number): number {
  return statementWeight <= 0 || windowWeight <= 0
    ? 0
    : Math.min(1, shared / Math.sqrt(statementWeight * windowWeight));
}
