import type { Token } from "../../grader/free_text/offline/tokens.ts";
import { namesOf, namesOfOpposites } from "./antonyms.ts";
import { itemsKept } from "./items.ts";

/** How an answer repeats a reference. Shares are of both texts together, in [0, 1]. */
export interface Copy {
  /** Words of one that the other has as well, in whatever order. */
  readonly words: number;
  /** Words that follow each other in the same order, where a word's opposite may stand for the word. */
  readonly order: number;
  /** Share of the reference's words that say something by themselves and that the answer has. */
  readonly said: number;
  /** How many words stand in their place as their opposites, in sentences that no negation more or less turns back. */
  readonly opposites: number;
  /** Share of the answer's neighbours within a sentence that are neighbours in the reference. */
  readonly neighbours: number;
  /** See {@link itemsKept}. */
  readonly items: number;
}

/** What an answer repeats of a reference. Sentences may stand in any order. */
export function copyOf(reference: readonly Token[], answer: readonly Token[]): Copy {
  const sentences = (tokens: readonly Token[]) => new Set(sentencesOf(tokens).map((one) => stems(one).join(" ")));
  const repeated = sentences(reference).intersection(sentences(answer));
  const changed = (tokens: readonly Token[]) =>
    sentencesOf(tokens).filter((sentence) => !repeated.has(stems(sentence).join(" "))).flat();
  const [before, after] = [changed(reference), changed(answer)];
  const matches = aligned(before, after);
  const total = reference.length + answer.length || 1;
  const unchanged = total - before.length - after.length;
  return {
    words: 2 * inBoth(stems(reference), stems(answer)) / total,
    order: (unchanged + 2 * matches.length) / total,
    said: recall(stems(reference.filter(({ content }) => content)), stems(answer)),
    opposites: inPlace(matches, before, after),
    neighbours: neighboursKept(reference, answer),
    items: itemsKept(reference, answer),
  };
}

function sentencesOf(tokens: readonly Token[]): Token[][] {
  return [...Map.groupBy(tokens, ({ sentence }) => sentence).values()];
}

function stems(tokens: readonly Token[]): string[] {
  return tokens.map(({ stem }) => stem);
}

/** For each word, whether the number of negations in its sentence is odd. */
function negations(tokens: readonly Token[]): boolean[] {
  const negators = Map.groupBy(tokens.filter(({ negator }) => negator), ({ sentence }) => sentence);
  return tokens.map(({ sentence }) => (negators.get(sentence)?.length ?? 0) % 2 === 1);
}

function recall(wanted: readonly string[], found: readonly string[]): number {
  return wanted.length === 0 ? 1 : inBoth(wanted, found) / wanted.length;
}

function inBoth(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const one of a) left.set(one, (left.get(one) ?? 0) + 1);
  return b.filter((one) => {
    const n = left.get(one) ?? 0;
    left.set(one, n - 1);
    return n > 0;
  }).length;
}

function neighboursKept(reference: readonly Token[], answer: readonly Token[]): number {
  const pairs = (tokens: readonly Token[]) =>
    tokens.flatMap(({ stem, sentence }, i) => {
      const before = tokens[i - 1];
      return before?.sentence === sentence ? [`${before.stem} ${stem}`] : [];
    });
  const said = pairs(answer);
  return inBoth(pairs(reference), said) / Math.max(1, said.length);
}

// Where a word may be matched with itself or another with its opposite, the word it is.
const worthOfAnOpposite = 0.9;

interface Match {
  /** Words' numbers in the two texts. */
  readonly a: number;
  readonly b: number;
  readonly isOpposite: boolean;
}

// Longest common subsequence, in which opposites count as common.
function aligned(a: readonly Token[], b: readonly Token[]): Match[] {
  const opposites = a.map(namesOfOpposites);
  const names = b.map(namesOf);
  const width = b.length + 1;
  const worth = new Float64Array((a.length + 1) * width);
  // How far a pair of words takes the alignment that ends before it.
  const gain = new Float64Array(worth.length);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      const at = (i + 1) * width + j + 1;
      const isOpposite = () => names[j]!.some((name) => opposites[i]!.has(name));
      gain[at] = a[i]!.stem === b[j]!.stem ? 1 : isOpposite() ? worthOfAnOpposite : 0;
      worth[at] = Math.max(worth[at - 1]!, worth[at - width]!, worth[at - width - 1]! + gain[at]!);
    }
  }
  const matches: Match[] = [];
  for (let i = a.length, j = b.length; i > 0 && j > 0;) {
    const at = i * width + j;
    if (gain[at]! > 0 && worth[at] === worth[at - width - 1]! + gain[at]!) {
      matches.unshift({ a: --i, b: --j, isOpposite: gain[at]! < 1 });
    } else if (worth[at] === worth[at - 1]) j--;
    else i--;
  }
  return matches;
}

// An opposite is in a word's place when what stands beside it is the same on both sides. "Not open" for "closed" is none.
function inPlace(matches: readonly Match[], a: readonly Token[], b: readonly Token[]): number {
  const ends = [{ a: -1, b: -1, isOpposite: false }, ...matches, { a: a.length, b: b.length, isOpposite: false }];
  const [deniedA, deniedB] = [negations(a), negations(b)];
  return ends.filter((match, k) => {
    const [before, after] = [ends[k - 1], ends[k + 1]];
    if (!match.isOpposite || deniedA[match.a] !== deniedB[match.b]) return false;
    return before?.a === match.a - 1 && before.b === match.b - 1 && after?.a === match.a + 1 &&
      after.b === match.b + 1;
  }).length;
}
