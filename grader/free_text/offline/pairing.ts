import type { Candidate } from "./align.ts";
import type { Statement } from "./statement.ts";

/** A part of a statement with the word of the answer that stands for it. */
export interface Pairing {
  /** Index into `Statement.parts`. */
  readonly part: number;
  readonly candidate: Candidate;
}

/** A run of tokens of the answer. */
export interface Window {
  /** First token, inclusive. */
  readonly from: number;
  /** Last token, exclusive. */
  readonly to: number;
}

/** Whether two windows have a token in common. */
export function overlap(a: Window, b: Window): boolean {
  return a.from < b.to && b.from < a.to;
}

/** A part of a statement that the answer may say, with all words that may stand for it, by position. */
export interface Option {
  readonly part: number;
  readonly candidates: readonly Candidate[];
}

/** Pairs each part of a statement with its best candidate in the window. */
export function pair(options: readonly Option[], window: Window): readonly Pairing[] {
  const pairings: Pairing[] = [];
  let previous = window.from;
  for (const { part, candidates } of options) {
    let best: Candidate | undefined;
    for (const candidate of candidates) {
      if (candidate.at < window.from) continue;
      if (candidate.at >= window.to) break;
      // Of equals, the one that follows the last word paired reads the statement in its order.
      const better = !best || candidate.match > best.match ||
        (candidate.match === best.match && best.at < previous && candidate.at >= previous);
      if (better) best = candidate;
    }
    if (best) {
      pairings.push({ part, candidate: best });
      previous = best.at;
    }
  }
  if (!pairings.some(({ candidate }) => candidate.opposite)) return pairings;
  return pairings.filter((pairing) => !pairing.candidate.opposite || contradicts(pairing, pairings));
}

/** Whether the same words stand for the same parts. */
export function isSame(a: readonly Pairing[], b: readonly Pairing[]): boolean {
  return a.length === b.length &&
    a.every(({ part, candidate }, i) => part === b[i]?.part && candidate === b[i]?.candidate);
}

// An opposite contradicts where it stands in the word's place, unless it stands there for another word of the statement.
function contradicts(pairing: Pairing, pairings: readonly Pairing[]): boolean {
  const itself = pairings.filter(({ part, candidate }) =>
    part !== pairing.part && candidate.at === pairing.candidate.at && !candidate.opposite
  );
  return isBesideNeighbours(pairing, pairings) && !itself.some((other) => isBesideNeighbours(other, pairings));
}

const neighbours = 2;
const wordsBetween = 4;

function isBesideNeighbours({ part, candidate }: Pairing, pairings: readonly Pairing[]): boolean {
  return pairings.some((other) =>
    other.part !== part && Math.abs(other.part - part) <= neighbours && other.candidate.at !== candidate.at &&
    Math.abs(other.candidate.at - candidate.at) <= wordsBetween
  );
}

// Words further apart than this are not put together.
const nearby = 5;

/** For each part of a statement, the word that stands for it. */
export type Words = readonly (Candidate | undefined)[];

/** Pairings by part. */
export function byPart({ parts }: Statement, pairings: readonly Pairing[]): Words {
  const said = new Array<Candidate | undefined>(parts.length).fill(undefined);
  for (const { part, candidate } of pairings) said[part] = candidate;
  return said;
}

/** Share of the statement's neighbours that are near each other in the answer too: words put together, not strewn. */
export function pairShare({ parts }: Statement, said: Words): number {
  let near = 0, all = 0;
  for (let i = 0; i + 1 < parts.length; i++) {
    const weight = (parts[i]?.plainShare ?? 0) + (parts[i + 1]?.plainShare ?? 0);
    all += weight;
    const a = said[i], b = said[i + 1];
    if (a && b && Math.abs(a.at - b.at) <= nearby) near += b.at >= a.at ? weight : weight / 2;
  }
  return all === 0 ? (said.some((word) => word !== undefined) ? 1 : 0) : near / all;
}

/** Share of the pairs of matched words that come in the statement's order; 1/2 when there are none. */
export function orderShare(pairings: readonly Pairing[]): number {
  let same = 0, all = 0;
  for (let i = 0; i < pairings.length; i++) {
    for (let j = i + 1; j < pairings.length && j <= i + 3; j++) {
      const a = pairings[i]?.candidate.at ?? 0, b = pairings[j]?.candidate.at ?? 0;
      if (a === b) continue;
      all++;
      if (a < b) same++;
    }
  }
  return all === 0 ? 0.5 : same / all;
}

// A clause of less says too little on its own.
const shareOfAClause = 0.15;

/** Recall of the statement's best and worst said clause: an answer may give one of them. */
export function clauseRecalls({ parts, clauses }: Statement, said: Words): { best: number; worst: number } {
  let best = 0, worst = Infinity;
  for (const { parts: own, share } of clauses) {
    if (share < shareOfAClause) continue;
    const found = own.reduce((sum, i) => sum + (parts[i]?.share ?? 0) * (said[i]?.match ?? 0), 0);
    best = Math.max(best, found / share);
    worst = Math.min(worst, found / share);
  }
  return { best, worst: worst === Infinity ? 0 : worst };
}

/** Longest run of neighbouring parts said next to each other, as a share of the statement. */
export function longestRun({ parts }: Statement, said: Words): number {
  let best = 0, length = 0;
  let last: number | undefined;
  parts.forEach((part, i) => {
    const candidate = said[i];
    const near = candidate && last !== undefined && candidate.at >= last && candidate.at - last <= 3;
    length = candidate ? (near ? length + part.plainShare : part.plainShare) : 0;
    last = candidate?.at;
    best = Math.max(best, length);
  });
  return best;
}
