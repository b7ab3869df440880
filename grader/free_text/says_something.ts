import { canonicalise } from "./canonicalise.ts";
import { functionWords, words } from "./words.ts";

const enoughWords = 3;
const enoughContent = 2;
/** In an answer of so few words, one that says something is all that can be quoted. */
const shortAnswer = 5;

// "no gradient" is two words and a statement.
const denials: ReadonlySet<string> = new Set(["no", "not", "nor", "never", "none"]);
// Written without spaces, a statement is one run of letters; each character counts as a word of content.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/**
 * Whether words quoted from an answer can be evidence: two words of content, or one among three words, or one where the whole
 * answer has no more than five. "The", "of the" or one keyword out of a paragraph states nothing.
 */
export function saysSomething(quotes: readonly string[], answer: string): boolean {
  const said = count(quotes.join("\n"));
  if (said.content === 0) return false;
  return said.content >= enoughContent || said.words >= enoughWords || count(answer).words <= shortAnswer;
}

function count(text: string): { words: number; content: number } {
  const canonical = canonicalise(text).text;
  const characters = canonical.match(unspaced)?.length ?? 0;
  const all = words(canonical.replace(unspaced, " "));
  const content = all.filter(({ text }) => denials.has(text) || !functionWords.has(text)).length;
  return { words: all.length + characters, content: content + characters };
}
