import { type Name, rolePairs } from "./lexicon.ts";
import type { Pairing, Window } from "./pairing.ts";
import { actor, type Players, type Statement } from "./statement.ts";
import type { Token } from "./tokens.ts";

/** How the matched words of the answer contradict the statement; shares are of the matched words. */
export interface Contradiction {
  /** Share that is negated on one side only. */
  readonly negation: number;
  /** 1 where the statement denies something and nothing is denied in the answer, nor turned into its opposite. */
  readonly unspokenNegation: number;
  /** Share for which the opposite stands. */
  readonly opposite: number;
  /** Number of opposites, and of players exchanged for their counterparts ("discriminator" for "generator"). */
  readonly opposites: number;
  readonly exchanged: number;
  /** Share that is said of, or done to, the counterpart; and share that is said of, or done to, the same player. */
  readonly roleConflict: number;
  readonly roleAgreement: number;
}

/** The answer's side of a contradiction. */
export interface Sayings {
  readonly tokens: readonly Token[];
  /** For each token, who is named around it. */
  readonly players: readonly Players[];
  /** Whether each token says that something is taken away. */
  readonly takesAway: readonly boolean[];
}

/** Looks for negations, opposites and exchanged roles among the matched words. */
export function contradiction(
  statement: Statement,
  { tokens, players, takesAway }: Sayings,
  { window, pairings }: { readonly window: Window; readonly pairings: readonly Pairing[] },
): Contradiction {
  const { parts, actor: wanted, takesAway: takenFrom } = statement;
  let negation = 0, opposite = 0, conflict = 0, agreement = 0, matched = 0;
  let opposites = 0, exchanged = 0;
  let takenHere = false, deniedHere = false;
  for (let k = window.from; k < window.to; k++) {
    takenHere ||= takesAway[k] ?? false;
    deniedHere ||= tokens[k]?.negator ?? false;
  }
  for (const { part: index, candidate } of pairings) {
    const part = parts[index];
    const token = tokens[candidate.at];
    if (!part || !token) continue;
    const weight = part.plainShare;
    matched += weight;
    if (candidate.opposite) {
      opposite += weight;
      if (part.token.roles.length > 0) exchanged++;
      else opposites++;
    }
    // "No hidden layers" is what remains when one takes the hidden layers out.
    const gone = takenFrom !== takenHere && (takenFrom ? token.negated : part.token.negated);
    if (!gone && (part.token.negated !== token.negated) !== candidate.opposite) negation += weight;
    const agrees = sameRoles(part, players[candidate.at]);
    if (agrees < 0) conflict += weight;
    if (agrees > 0) agreement += weight;
  }
  if (wanted !== undefined && exchanged === 0) {
    const acting = actor(tokens, window, pairings.map(({ candidate }) => candidate.at));
    if (acting !== undefined && rolePairs.get(wanted)?.has(acting)) exchanged++;
  }
  const share = (weight: number) => matched === 0 ? 0 : weight / matched;
  return {
    negation: share(negation),
    unspokenNegation: statement.denies && !deniedHere && opposites === 0 ? 1 : 0,
    opposite: share(opposite),
    opposites: Math.min(2, opposites),
    exchanged: Math.min(2, exchanged),
    roleConflict: share(conflict),
    roleAgreement: share(agreement),
  };
}

function sameRoles(wanted: Players, said: Players | undefined): number {
  const before = sameRole(wanted.before, said?.before), after = sameRole(wanted.after, said?.after);
  // Who does it tells more than what is named after it, which may be only the nearest of several.
  return wanted.before !== undefined && after < 0 && before >= 0 ? before : before + after;
}

function sameRole(wanted: Name | undefined, said: Name | undefined): number {
  if (wanted === undefined || said === undefined) return 0;
  return wanted === said ? 1 : rolePairs.get(wanted)?.has(said) ? -1 : 0;
}
