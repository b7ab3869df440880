import { type Name, rolePairs } from "./lexicon.ts";
import type { Pairing, Window } from "./pairing.ts";
import { actor, players, rolesOf, type Statement } from "./statement.ts";
import type { Token } from "./tokens.ts";

/** How the matched words of the answer contradict the statement; shares are of the matched words. */
export interface Contradiction {
  /** Share that is negated on one side only. */
  readonly negation: number;
  /** Share for which the opposite stands. */
  readonly opposite: number;
  /** Number of opposites, and of players exchanged for their counterparts ("discriminator" for "generator"). */
  readonly opposites: number;
  readonly exchanged: number;
  /** Share that is said of, or done to, the counterpart; and share that is said of, or done to, the same player. */
  readonly roleConflict: number;
  readonly roleAgreement: number;
}

/** Looks for negations, opposites and exchanged roles among the matched words. */
export function contradiction(
  statement: Statement,
  tokens: readonly Token[],
  { window, pairings }: { readonly window: Window; readonly pairings: readonly Pairing[] },
): Contradiction {
  const { parts, actor: wanted } = statement;
  let negation = 0, opposite = 0, conflict = 0, agreement = 0, matched = 0;
  let opposites = 0, exchanged = 0;
  const [takenFrom, takenHere] = [takesAway(statement.tokens), takesAway(tokens.slice(window.from, window.to))];
  for (const { part: index, candidate } of pairings) {
    const part = parts[index];
    const token = tokens[candidate.at];
    if (!part || !token) continue;
    const weight = part.plainShare;
    matched += weight;
    if (candidate.opposite) {
      opposite += weight;
      if (rolesOf(part.token).length > 0) exchanged++;
      else opposites++;
    }
    // "No hidden layers" is what remains when one takes the hidden layers out.
    const gone = takenFrom !== takenHere && (takenFrom ? token.negated : part.token.negated);
    if (!gone && (part.token.negated !== token.negated) !== candidate.opposite) negation += weight;
    const agrees = sameRoles(part, players(tokens, candidate.at));
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
    opposite: share(opposite),
    opposites: Math.min(2, opposites),
    exchanged: Math.min(2, exchanged),
    roleConflict: share(conflict),
    roleAgreement: share(agreement),
  };
}

const taking: ReadonlySet<Name> = new Set(["<remove>", "<missing>", "<gone>"]);

function takesAway(tokens: readonly Token[]): boolean {
  return tokens.some(({ groups, negator, negated }) => !negator && !negated && groups.some((name) => taking.has(name)));
}

interface Players {
  readonly before: Name | undefined;
  readonly after: Name | undefined;
}

function sameRoles(wanted: Players, said: Players): number {
  const compare = (a: Name | undefined, b: Name | undefined) => {
    if (a === undefined || b === undefined) return 0;
    return a === b ? 1 : rolePairs.get(a)?.has(b) ? -1 : 0;
  };
  const [before, after] = [compare(wanted.before, said.before), compare(wanted.after, said.after)];
  // Who does it tells more than what is named after it, which may be only the nearest of several.
  return wanted.before !== undefined && after < 0 && before >= 0 ? before : before + after;
}
