import type { FreeTextQuestion } from "../../../question-bank/mod.ts";
import { canonicalise, type CanonicalText } from "../canonicalise.ts";
import { type UntrustedSpan, untrustedSpans } from "../untrusted_spans.ts";
import { indexAnswer, type IndexedAnswer } from "./align.ts";
import { explained } from "./explained.ts";
import type { Said } from "./features.ts";
import { fluency } from "./fluency.ts";
import type { Idf } from "./idf.ts";
import type { Window } from "./pairing.ts";
import { type Statement, statement } from "./statement.ts";
import { type Token, tokens } from "./tokens.ts";
import { vocabularies, type VocabularyWord } from "./vocabulary.ts";

/** One criterion or misconception with all ways of saying it. */
export interface PreparedItem {
  readonly id: string;
  readonly statements: readonly Statement[];
  readonly vocabulary: readonly VocabularyWord[];
}

/** A question, prepared once for all answers to it. */
export interface PreparedQuestion {
  readonly criteria: readonly PreparedItem[];
  readonly misconceptions: readonly PreparedItem[];
  inQuestion(token: Token): boolean;
}

/** An answer, prepared for comparison with the statements of one question. */
export interface PreparedAnswer {
  readonly canonical: CanonicalText;
  readonly said: Said;
  readonly index: IndexedAnswer;
  readonly windows: readonly Window[];
  readonly untrusted: readonly UntrustedSpan[];
}

/** Prepares a question's rubric as it is written. */
export function prepareRubric(question: FreeTextQuestion, idf: Idf): PreparedQuestion {
  const asked = [question.title, question.prompt, question.clarification ?? ""].join("\n");
  const names = new Set(tokens(canonicalise(asked).text).flatMap((token) => [token.stem, ...token.terms]));
  const inQuestion = (token: Token) => names.has(token.stem) || token.terms.some((term) => names.has(term));
  const prepare = (
    items: readonly { id: string; says: string; paraphrases: readonly string[]; explain?: string }[],
  ) => {
    const said = items.map(({ id, says, paraphrases, explain }) => ({
      id,
      variants: [says, ...paraphrases, ...explained(explain ?? "")].map((text) => tokens(canonicalise(text).text)),
    }));
    const words = vocabularies(said, idf, inQuestion);
    return said.map(({ id, variants }) => {
      const first = statement(variants[0] ?? [], idf, { inQuestion });
      const others = variants.slice(1).map((variant) => statement(variant, idf, { inQuestion, first }));
      return { id, statements: [first, ...others], vocabulary: words.get(id) ?? [] };
    });
  };
  return {
    criteria: prepare(question.rubric.criteria),
    misconceptions: prepare(question.rubric.misconceptions),
    inQuestion,
  };
}

const clausesInAWindow = 3;
const wordsOfTwoSentences = 45;

/** Prepares an answer. Speech to the grader and other people's words are left out before anything is compared. */
export function prepareAnswer(answer: string, question: PreparedQuestion, idf: Idf): PreparedAnswer {
  const canonical = canonicalise(answer);
  const untrusted = untrustedSpans(canonical.text);
  const own = tokens(canonical.text).filter((token) =>
    !untrusted.some(({ start, end }) => token.start < end && start < token.end)
  );
  return {
    canonical,
    said: {
      tokens: own,
      weights: own.map((token) => token.content ? idf.weight(token) : 0),
      fromQuestion: own.map(question.inQuestion),
      fluency: fluency(own, canonical.text),
      segmentLength: segmentLengths(own),
      asked: asked(own, canonical.text),
    },
    index: indexAnswer(own, idf.knows),
    windows: windows(own),
    untrusted,
  };
}

// A question says nothing; at most it hints.
function asked(said: readonly Token[], text: string): boolean[] {
  const questions = said.map(() => false);
  for (const { from, to } of runs(said, (token) => token.sentence)) {
    const end = said[to - 1]?.end ?? 0;
    if (/^[^\p{L}\p{N}]*\?/u.test(text.slice(end, end + 10))) questions.fill(true, from, to);
  }
  return questions;
}

function segmentLengths(said: readonly Token[]): number[] {
  const lengths = said.map(() => 0);
  for (const { from, to } of runs(said, (token) => token.sentence)) {
    const sentence = said.slice(from, to);
    const length = sentence.length / new Set(sentence.map((token) => token.segment)).size;
    for (let k = from; k < to; k++) lengths[k] = length;
  }
  return lengths;
}

// Runs of one to three clauses, sentences, and pairs of short ones: what is said in one breath.
function windows(said: readonly Token[]): Window[] {
  const clauses = runs(said, (token) => token.clause);
  const found = new Map<string, Window>();
  const sameParagraph = (a: Window, b: Window) => said[a.from]?.paragraph === said[b.from]?.paragraph;
  const add = (from: number, to: number) => found.set(`${from}:${to}`, { from, to });
  clauses.forEach((first, i) => {
    for (let n = 0; n < clausesInAWindow; n++) {
      const last = clauses[i + n];
      if (last && sameParagraph(first, last)) add(first.from, last.to);
    }
  });
  const sentences = runs(said, (token) => token.sentence);
  sentences.forEach((sentence, i) => {
    add(sentence.from, sentence.to);
    const next = sentences[i + 1];
    if (next && sameParagraph(sentence, next) && next.to - sentence.from <= wordsOfTwoSentences) {
      add(sentence.from, next.to);
    }
  });
  return [...found.values()];
}

function runs(said: readonly Token[], key: (token: Token) => number): Window[] {
  const list: { from: number; to: number }[] = [];
  said.forEach((token, i) => {
    const last = list.at(-1);
    const before = said[i - 1];
    if (last && before && key(before) === key(token)) last.to = i + 1;
    else list.push({ from: i, to: i + 1 });
  });
  return list;
}
