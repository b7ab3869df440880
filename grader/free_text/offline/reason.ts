import { functionWords } from "../words.ts";
import type { RatedComparison } from "./best_comparison.ts";
import type { PreparedAnswer } from "./prepare.ts";

const wordsShown = 3;
/** A word that weighs less than this share of the statement's weightiest tells nobody what is missing. */
const tellingShare = 0.5;

/** One sentence for the record: what was found, or what is missing. */
export function reason(
  best: RatedComparison | undefined,
  answer: PreparedAnswer,
  { quote, met }: { readonly quote: string; readonly met: boolean },
): string {
  if (!best || best.rating.closeness < 0.1) return "Nothing in the answer comes close to this.";
  const { gates } = best.rating;
  const found = listed(words(best, answer, true), "and");
  const missing = listed(words(best, answer, false), "or");
  const near = `“${quote}”`;
  if (met) return `${near} says it${found === "" ? "" : `, matching ${found}`}.`;
  if (gates.sentence < 0.5 && best.rating.closeness >= 0.3) {
    return `The words are there${found === "" ? "" : ` (${found})`}, but not as a statement.`;
  }
  if (gates.notOpposite < 0.5) return `${near} says the opposite of a part of it.`;
  if (gates.affirmed < 0.5) return `${near} is on this point, but one of the two is negated.`;
  if (gates.sameRoles < 0.5) return `${near} says it of another part of the system.`;
  if (missing === "") return `${near} is on this point, but does not say it clearly.`;
  return `${near} comes closest, but nothing in it matches ${missing}.`;
}

/** The weightiest words of the statement that the answer has, in the answer's form, or has not; words that say little are left out. */
function words(best: RatedComparison, answer: PreparedAnswer, found: boolean): readonly string[] {
  const matched = new Map(best.pairings.map(({ part, candidate }) => [part, candidate]));
  const { parts } = best.statement;
  const telling = tellingShare * Math.max(...parts.map(({ weight }) => weight));
  const shown = parts
    .map((part, i) => ({ part, candidate: matched.get(i) }))
    .filter(({ candidate }) => (candidate !== undefined && !candidate.opposite) === found)
    .filter(({ part }) => part.weight >= telling)
    .sort((a, b) => b.part.weight - a.part.weight)
    .map(({ part, candidate }) =>
      candidate ? answer.said.tokens[candidate.at]?.word ?? part.token.word : part.token.word
    )
    .filter((word) => word.length > 1 && !functionWords.has(word));
  return [...new Set(shown)].slice(0, wordsShown).map((word) => `"${word}"`);
}

function listed(words: readonly string[], last: "and" | "or"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
