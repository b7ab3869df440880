import { type Wanted, wanted } from "./align.ts";
import type { Idf } from "./idf.ts";
import { rolePairs } from "./lexicon.ts";
import type { Name } from "./lexicon.ts";
import type { Token } from "./tokens.ts";

/** A word of a statement that an answer can say. */
export interface Part extends Wanted, Players {
  /** What it says, the words of the question nearly left out. */
  readonly weight: number;
  /** Its share in the statement, the words of the question nearly left out. Parts sum to 1. */
  readonly share: number;
  /** Its share when the words of the question count like others. Parts sum to 1. */
  readonly plainShare: number;
  readonly number: boolean;
}

/** Players named before and after a word in its clause: who does it, and to whom. */
export interface Players {
  readonly before: Name | undefined;
  readonly after: Name | undefined;
}

/** A statement, prepared for comparison. */
export interface Statement {
  readonly tokens: readonly Token[];
  readonly parts: readonly Part[];
  /** Share of the words of the question in it, in [0, 1]. */
  readonly fromQuestion: number;
  /** Who acts in it, or in the item's first statement when this one says "it". */
  readonly actor: Name | undefined;
  /** Weight of all parts. */
  readonly weight: number;
  /** The three parts of the greatest share, greatest first, and their share together. */
  readonly key: { readonly parts: readonly number[]; readonly share: number };
  /** Its clauses, as parts, and the share of each. */
  readonly clauses: readonly { readonly parts: readonly number[]; readonly share: number }[];
  /** Whether it speaks of taking something away. */
  readonly takesAway: boolean;
  /** Whether there is a negation in it. */
  readonly denies: boolean;
  /** Whether only an answer that repeats it says it: whatever is looser cannot be told from something else. */
  readonly wordForWord?: boolean;
}

// The question's own words prove nothing, but a statement may consist of little else.
const questionFactor = 0.1;

/** Prepares a statement. `inQuestion` tells whether a word stands in the question already. */
export function statement(
  tokens: readonly Token[],
  idf: Idf,
  { inQuestion, first }: { inQuestion(token: Token): boolean; first?: Statement | undefined },
): Statement {
  const said = tokens.filter((token) => !token.negator && (token.content || token.groups.length > 0));
  const plain = said.map((token) => idf.weight(token));
  const weights = said.map((token, i) => (plain[i] ?? 0) * (inQuestion(token) ? questionFactor : 1));
  const plainSum = sum(plain) || 1;
  const weightSum = sum(weights) || 1;
  const acting = actor(tokens, { from: 0, to: tokens.length }, said.map((token) => tokens.indexOf(token)));
  const named = tokens.some(({ roles }) => roles.some((name) => actors.has(name)));
  const parts = said.map((token, i): Part => ({
    ...wanted(token),
    weight: weights[i] ?? 0,
    share: (weights[i] ?? 0) / weightSum,
    plainShare: (plain[i] ?? 0) / plainSum,
    number: isNumber(token),
    ...players(tokens, tokens.indexOf(token)),
  }));
  const together = (of: readonly number[]) => sum(of.map((i) => parts[i]?.share ?? 0));
  const key = parts.map(({ share }, i) => ({ i, share })).sort((a, b) => b.share - a.share).slice(0, keyParts)
    .map(({ i }) => i);
  const clauses = [...Map.groupBy(parts.keys(), (i) => parts[i]?.token.clause).values()];
  return {
    tokens,
    actor: named ? acting : first?.actor,
    parts,
    fromQuestion: sum(said.map((token, i) => inQuestion(token) ? (plain[i] ?? 0) / plainSum : 0)),
    weight: sum(weights),
    key: { parts: key, share: together(key) },
    clauses: clauses.map((own) => ({ parts: own, share: together(own) })),
    takesAway: tokens.some(takesAway),
    denies: tokens.some(({ negator }) => negator),
  };
}

const keyParts = 3;

/** Whether a token is a number in digits. */
export function isNumber({ word }: Token): boolean {
  return /^\d/.test(word);
}

const taking: ReadonlySet<Name> = new Set(["<remove>", "<missing>", "<gone>"]);

/** Whether a token says that something is taken away. */
export function takesAway({ groups, negator, negated }: Token): boolean {
  return !negator && !negated && groups.some((name) => taking.has(name));
}

// A subject stands at the beginning of its clause, after an article at most.
const wordsBeforeSubject = 2;

/** The player that acts in a run of tokens: the first one named, when it begins a clause and comes before most of `matched`. */
export function actor(
  tokens: readonly Token[],
  range: { from: number; to: number },
  matched: readonly number[],
): Name | undefined {
  let clauseFrom = range.from;
  for (let k = range.from; k < range.to; k++) {
    const token = tokens[k];
    if (!token) return undefined;
    if (k > range.from && token.clause !== tokens[k - 1]?.clause) clauseFrom = k;
    const role = token.symbol || token.negated ? undefined : token.roles.find((name) => actors.has(name));
    if (role === undefined) continue;
    const after = matched.filter((at) => at > k).length;
    return k - clauseFrom <= wordsBeforeSubject && after >= 0.6 * matched.length ? role : undefined;
  }
  return undefined;
}

const actors: ReadonlySet<Name> = new Set(["<generator>", "<discriminator>", "<encoder>", "<decoder>"]);

const verbsOfBeing = new Set(["is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"]);

/** Who is named before and after a word in its clause; exchanged inside a passive ("is fooled by"). */
export function players(tokens: readonly Token[], at: number): Players {
  const self = tokens[at];
  const own = self?.roles.flatMap((name) => [...(rolePairs.get(name) ?? []), name]) ?? [];
  const near = (step: number) => {
    for (let k = at + step; k >= 0 && k < tokens.length && Math.abs(k - at) <= 10; k += step) {
      const token = tokens[k];
      if (!token || token.sentence !== self?.sentence || (step > 0 && token.clause !== self.clause)) return undefined;
      // "The generator, not the critic, maps noise": the one that is denied does nothing.
      if (token.symbol || (token.negated && !self?.negated)) continue;
      const role = token.roles.find((name) => !own.includes(name));
      if (role !== undefined) return role;
    }
    return undefined;
  };
  const before = near(-1);
  const after = near(1);
  return isPassive(tokens, at) ? { before: after, after: before } : { before, after };
}

function isPassive(tokens: readonly Token[], at: number): boolean {
  const clause = tokens[at]?.clause;
  const inClause = (k: number) => tokens[k]?.clause === clause;
  let being = false;
  for (let k = at - 1; inClause(k) && k >= at - 4; k--) being ||= verbsOfBeing.has(tokens[k]?.word ?? "");
  if (!being) return false;
  for (let k = at + 1; inClause(k) && k <= at + 4; k++) if (tokens[k]?.word === "by") return true;
  return false;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
