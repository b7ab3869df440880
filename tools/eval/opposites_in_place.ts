import { opposed } from "../../grader/free_text/offline/lexicon.ts";
import type { Token } from "../../grader/free_text/offline/tokens.ts";

const edge = "^";

/** How many words of a reference stand in an answer as their opposites, between the same two words. */
export function oppositesInPlace(reference: readonly Token[], answer: readonly Token[]): number {
  const places = Map.groupBy(answer, (_, i) => placeOf(answer, i));
  return reference.filter((token, i) => {
    const opposites = new Set(namesOf(token).flatMap((name) => [...opposed.get(name) ?? []]));
    const here = places.get(placeOf(reference, i)) ?? [];
    return here.some((other) => namesOf(other).some((name) => opposites.has(name))) &&
      !here.some(({ stem }) => stem === token.stem);
  }).length;
}

function placeOf(tokens: readonly Token[], i: number): string {
  return `${tokens[i - 1]?.stem ?? edge} ${tokens[i + 1]?.stem ?? edge}`;
}

function namesOf({ stem, terms, groups }: Token): readonly string[] {
  return [stem, ...terms, ...groups];
}
