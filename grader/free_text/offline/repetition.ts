import type { Window } from "./pairing.ts";
import type { Statement } from "./statement.ts";
import type { Token } from "./tokens.ts";

// Fewer words than this stand in many a sentence by chance.
const wordsMin = 4;

/**
 * Where a statement is repeated word for word, function words and all, as one run that overlaps the window and in which the same words
 * are negated: what an author put down as a way of saying something says it. `undefined` where it is not.
 */
export function repetition(
  { tokens: wanted }: Statement,
  tokens: readonly Token[],
  { from, to }: Window,
): Window | undefined {
  if (wanted.length < wordsMin) return undefined;
  const isHere = (at: number) =>
    wanted.every(({ word, negated }, i) => tokens[at + i]?.word === word && tokens[at + i]?.negated === negated);
  for (let at = Math.max(0, from - wanted.length + 1); at < to; at++) {
    if (isHere(at)) return { from: at, to: at + wanted.length };
  }
  return undefined;
}
