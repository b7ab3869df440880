import type { RatedComparison } from "./best_comparison.ts";
import type { PreparedAnswer } from "./prepare.ts";

const wordsShown = 4;

/** One sentence for the record: what was found, or what is missing. */
export function reason(
  best: RatedComparison | undefined,
  answer: PreparedAnswer,
  { quote, met }: { readonly quote: string; readonly met: boolean },
): string {
  if (!best || best.rating.closeness < 0.1) return "Nothing in the answer comes close to this.";
  const { gates } = best.rating;
  const found = words(best, answer, true);
  const missing = words(best, answer, false);
  const near = `“${quote}”`;
  if (met) return `${near} says it${found === "" ? "" : `, matching ${found}`}.`;
  if (gates.sentence < 0.5 && best.rating.closeness >= 0.3) {
    return `The words are there (${found}), but not as a statement.`;
  }
  if (gates.notOpposite < 0.5) return `${near} says the opposite of a part of it.`;
  if (gates.affirmed < 0.5) return `${near} is on this point, but one of the two is negated.`;
  if (gates.sameRoles < 0.5) return `${near} says it of another part of the system.`;
  if (missing === "") return `${near} is on this point, but does not say it clearly.`;
  return `${near} comes closest, but ${missing} ${missing.includes(",") ? "are" : "is"} missing.`;
}

function words(best: RatedComparison, answer: PreparedAnswer, found: boolean): string {
  const matched = new Map(best.pairings.map(({ part, candidate }) => [part, candidate]));
  return best.statement.parts
    .map((part, i) => ({ part, candidate: matched.get(i) }))
    .filter(({ candidate }) => (candidate !== undefined && !candidate.opposite) === found)
    .sort((a, b) => b.part.share - a.part.share)
    .slice(0, wordsShown)
    .map(({ part, candidate }) =>
      candidate ? answer.said.tokens[candidate.at]?.word ?? part.token.word : part.token.word
    )
    .filter((word, i, all) => all.indexOf(word) === i)
    .map((word) => `"${word}"`)
    .join(", ");
}
