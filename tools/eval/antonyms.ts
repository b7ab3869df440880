import { opposed, stemOf, withoutPrefix } from "../../grader/free_text/offline/lexicon.ts";
import type { Token } from "../../grader/free_text/offline/tokens.ts";
import stored from "./antonyms.json" with { type: "json" };

/** As they are stored: pairs joined by commas, the two words by a space. */
export function storeAntonyms(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map((pair) => pair.join(" ")).join(",");
}

const antonyms = new Map<string, Set<string>>();
for (const pair of stored.pairs.split(",")) {
  const [a = "", b = ""] = pair.split(" ").map(stemOf);
  if (a === b) continue;
  for (const [one, other] of [[a, b], [b, a]] as const) {
    antonyms.set(one, (antonyms.get(one) ?? new Set()).add(other));
  }
}

/**
 * Names of everything that turns a statement into its opposite when it stands for the word: by the grader's lexicon, by WordNet, by a
 * prefix. Another word is one of these when {@link namesOf} has one of its names.
 */
export function namesOfOpposites(token: Token): ReadonlySet<string> {
  const { stem } = token;
  const found = [stem, ...token.terms, ...token.groups].flatMap((name) => [...opposed.get(name) ?? []]);
  return new Set([...found, ...antonyms.get(stem) ?? [], `not ${stem}`, withoutPrefix(stem) ?? ""]);
}

/** A word's stem, its terms and groups, and "not stable" for "unstable". */
export function namesOf({ stem, terms, groups }: Token): readonly string[] {
  const rest = withoutPrefix(stem);
  return [stem, ...terms, ...groups, ...rest === undefined ? [] : [`not ${rest}`]];
}
