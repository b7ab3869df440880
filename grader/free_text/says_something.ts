import { canonicalise } from "./canonicalise.ts";
import { functionWords, words } from "./words.ts";

// "No" is a whole answer to some questions.
const denials: ReadonlySet<string> = new Set(["no", "not", "nor", "never", "none"]);
// Written without spaces, a statement is one run of letters.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * Whether words quoted from an answer can be evidence: there is a word of content among them, of two letters or more, or a denial. "The",
 * "of the" or the letter "d" states nothing; "tanh" may be all that a candidate says of an activation.
 */
export function saysSomething(quotes: readonly string[]): boolean {
  const canonical = canonicalise(quotes.join("\n")).text;
  return unspaced.test(canonical) ||
    words(canonical).some(({ text }) => denials.has(text) || (text.length > 1 && !functionWords.has(text)));
}
