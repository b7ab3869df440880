import type { Token } from "../../grader/free_text/offline/tokens.ts";

/**
 * Whether an answer keeps together what stands together in a reference: the share of neighbours among the words of its items that are
 * neighbours in an item of the answer too, of those that the answer has. Items stand between pauses, "and" and "or"; an "and" with
 * nothing before or after it breaks one up. "Public and private" keeps all of "private and public"; "learning, Hebbian" nothing of
 * "Hebbian learning". 1 where there are no neighbours to keep.
 */
export function itemsKept(reference: readonly Token[], answer: readonly Token[]): number {
  const said = new Set(answer.map(({ stem }) => stem));
  const wanted = neighbours(reference).filter((pair) => pair.every((stem) => said.has(stem)));
  const left = Map.groupBy(neighbours(answer).map((pair) => pair.join(" ")), (pair) => pair);
  const kept = wanted.filter((pair) => left.get(pair.join(" "))?.pop() !== undefined).length;
  const all = wanted.length + [answer[0], answer.at(-1)].filter(isJoint).length;
  return all === 0 ? 1 : kept / all;
}

function isJoint(token: Token | undefined): boolean {
  return token?.word === "and" || token?.word === "or";
}

function neighbours(tokens: readonly Token[]): [string, string][] {
  return tokens.slice(1).flatMap((token, i): [string, string][] => {
    const before = tokens[i];
    const areTogether = before?.segment === token.segment && !isJoint(before) && !isJoint(token);
    return areTogether ? [[before.stem, token.stem]] : [];
  });
}
