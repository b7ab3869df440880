import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { canonicalise } from "./canonicalise.ts";
import { functionWords, type Word, words } from "./words.ts";

const fillerList = `
idk dunno know knew idea clue sure unsure certain remember recall forgot forget pass skip next sorry apologies hello hi hey dear
thanks thank please good great nice interesting excellent important question questions answer answers asking ask interview
interviewer yes yeah yep no nope ok okay maybe perhaps hmm hm um uh er well right fine guess think believe say said tell
love hate hope hard difficult easy tricky tough test testing asdf blah lorem ipsum foo bar nothing something anything
everything complicated complex depends clear unclear honestly frankly
`;
const filler: ReadonlySet<string> = new Set(fillerList.trim().split(/\s+/));

// A shared run of this many words is a copy; shorter ones are how people take up a question.
const wordsOfACopy = 4;

/**
 * Why an answer says nothing that could be graded, or `undefined` when it says something. Settles the empty answer,
 * punctuation, markup, the question echoed and the filler sentence before any grader is asked.
 */
export function withoutContent(
  question: FreeTextQuestion,
  answer: string,
): string | undefined {
  if (answer.trim() === "") return "The answer is empty.";
  const { text } = canonicalise(answer);
  if (text.trim() === "") return "The answer holds no readable character.";
  const all = words(text);
  if (all.length === 0) {
    return "The answer holds no word, only punctuation or symbols.";
  }
  const plain = words(withoutMarkup(text));
  if (plain.length === 0) return "The answer holds markup and no text.";
  if (!plain.some((word) => /\p{L}/u.test(word.text))) {
    return "The answer holds numbers and no word.";
  }
  if (plain.every((word) => !isContent(word))) {
    return "The answer says nothing on the subject.";
  }
  const rest = withoutCopies(plain, question);
  if (rest.length < plain.length && rest.every((word) => !isContent(word))) {
    return "The answer repeats the question.";
  }
  return undefined;
}

function isContent({ text }: Word): boolean {
  return !functionWords.has(text) && !filler.has(text);
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->|<\/?[a-z][^<>]*>/gi, " ")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/^[ \t]*```\w*/gm, " ")
    .replace(/\\(?:begin|end)\{\w+\*?\}|\\[a-zA-Z]+/g, " ")
    .replace(/&#?\w+;/g, " ");
}

function withoutCopies(
  answer: readonly Word[],
  question: FreeTextQuestion,
): Word[] {
  const { runs, lengths } = copiesOf(question);
  const copied = new Set<number>();
  const texts = answer.map((word) => word.text);
  for (const length of lengths) {
    ngrams(texts, length).forEach((run, at) => {
      if (runs.has(run)) {
        for (let i = 0; i < length; i++) copied.add(at + i);
      }
    });
  }
  return answer.filter((_, at) => !copied.has(at));
}

/** What counts as copied from a question: runs of its words, and how many words they have. */
interface Copies {
  readonly runs: ReadonlySet<string>;
  readonly lengths: ReadonlySet<number>;
}

const copies = new WeakMap<FreeTextQuestion, Copies>();

function copiesOf(question: FreeTextQuestion): Copies {
  const known = copies.get(question);
  if (known) return known;
  const runs = new Set<string>();
  const lengths = new Set<number>();
  for (const source of [question.prompt, question.title, question.clarification ?? ""]) {
    const { text } = canonicalise(source);
    // As it is written and as it is read: a formula's commands are no words of an answer.
    for (const form of [text, withoutMarkup(text)]) {
      const texts = words(form).map((word) => word.text);
      const length = Math.min(wordsOfACopy, texts.length);
      if (length === 0) continue;
      lengths.add(length);
      for (const run of ngrams(texts, length)) runs.add(run);
    }
  }
  const found = { runs, lengths };
  copies.set(question, found);
  return found;
}

function ngrams(texts: readonly string[], length: number): string[] {
  return texts.slice(0, Math.max(0, texts.length - length + 1)).map((_, at) => texts.slice(at, at + length).join(" "));
}
