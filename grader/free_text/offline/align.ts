import { type Name, opposed, withoutPrefix } from "./lexicon.ts";
import type { Token } from "./tokens.ts";

/** A word of the answer that may stand for a word of a statement. */
export interface Candidate {
  /** Index of the answer's token. */
  readonly at: number;
  /** How well it stands for it, in (0, 1]. */
  readonly match: number;
  /** Whether it says the opposite. */
  readonly opposite: boolean;
  readonly how: "same" | "term" | "synonym" | "similar" | "opposite";
}

/** A word that is looked for in answers. */
export interface Wanted {
  readonly token: Token;
  /** Words with one key find the same. */
  readonly key: string;
}

/** An answer, prepared so that statements can be looked up in it. */
export interface IndexedAnswer {
  readonly tokens: readonly Token[];
  readonly byName: ReadonlyMap<Name, readonly number[]>;
  /** Tokens with a negating prefix, by the rest of their stem. */
  readonly withoutPrefix: ReadonlyMap<string, readonly number[]>;
  /** Tokens whose stem nobody knows: they may be misspelt. */
  readonly unknown: readonly number[];
  /** What {@link candidates} has found: statements share most of their words. */
  readonly found: Map<string, readonly Candidate[]>;
}

const quality = { same: 1, term: 0.95, synonym: 0.8, similar: 0.75, opposite: 0.6 } as const;

/** Prepares a word of a statement. */
export function wanted(token: Token): Wanted {
  return { token, key: [token.word, token.stem, ...token.terms, ...token.groups].join(" ") };
}

/** Prepares an answer. `knows` tells which stems are words of the field. */
export function indexAnswer(tokens: readonly Token[], knows: (stem: string) => boolean): IndexedAnswer {
  const byName = new Map<Name, number[]>();
  const byRest = new Map<string, number[]>();
  const unknown: number[] = [];
  const file = (index: Map<string, number[]>, name: string, i: number) => {
    const list = index.get(name);
    if (list) list.push(i);
    else index.set(name, [i]);
  };
  tokens.forEach((token, i) => {
    for (const name of [token.stem, ...token.terms, ...token.groups]) file(byName, name, i);
    const rest = withoutPrefix(token.stem);
    if (rest !== undefined) file(byRest, rest, i);
    if (token.content && token.stem.length >= 4 && !knows(token.stem)) unknown.push(i);
  });
  return { tokens, byName, withoutPrefix: byRest, unknown, found: new Map() };
}

/** For a word of a statement, the words of the answer that may stand for it, in the order of the answer. */
export function candidates({ token, key }: Wanted, answer: IndexedAnswer): readonly Candidate[] {
  const known = answer.found.get(key);
  if (known) return known;
  const found = search(token, answer);
  answer.found.set(key, found);
  return found;
}

function search(wanted: Token, answer: IndexedAnswer): Candidate[] {
  const best = new Map<number, Candidate>();
  const offer = (at: number, how: Candidate["how"]) => {
    const match = quality[how];
    if ((best.get(at)?.match ?? 0) < match) best.set(at, { at, match, how, opposite: how === "opposite" });
  };
  for (const at of answer.byName.get(wanted.stem) ?? []) offer(at, "same");
  for (const term of wanted.terms) for (const at of answer.byName.get(term) ?? []) offer(at, "term");
  for (const group of wanted.groups) for (const at of answer.byName.get(group) ?? []) offer(at, "synonym");
  for (const at of answer.unknown) {
    if (wanted.stem.length >= 4 && similar(wanted, answer.tokens[at])) offer(at, "similar");
  }
  for (const name of [wanted.stem, ...wanted.terms, ...wanted.groups]) {
    for (const other of opposed.get(name) ?? []) for (const at of answer.byName.get(other) ?? []) offer(at, "opposite");
  }
  const rest = withoutPrefix(wanted.stem);
  if (rest !== undefined) { for (const at of answer.byName.get(rest) ?? []) offer(at, "opposite"); }
  for (const at of answer.withoutPrefix.get(wanted.stem) ?? []) offer(at, "opposite");
  return [...best.values()].sort((a, b) => a.at - b.at);
}

// A misspelling keeps most of the word; a relative keeps its beginning.
function similar(wanted: Token, token: Token | undefined): boolean {
  if (!token) return false;
  const [a, b] = [wanted.word, token.word];
  const longest = Math.max(a.length, b.length);
  const shared = sharedPrefix(wanted.stem, token.stem);
  if (shared >= 5 && shared >= 0.7 * Math.max(wanted.stem.length, token.stem.length)) return true;
  return Math.abs(a.length - b.length) <= 2 && distance(a, b) <= (longest >= 8 ? 2 : longest >= 5 ? 1 : 0);
}

function sharedPrefix(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/** Damerau's distance, with adjacent transpositions (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      }
      row.push(value);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
