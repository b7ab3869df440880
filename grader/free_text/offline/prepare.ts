import type { FreeTextQuestion } from "../../../question-bank/mod.ts";
import { canonicalise, type CanonicalText } from "../canonicalise.ts";
import { untrustedSpans } from "../untrusted_spans.ts";
import { unwrapped } from "../unwrapped.ts";
import { indexAnswer, type IndexedAnswer } from "./align.ts";
import { explained } from "./explained.ts";
import { ramp, type Said } from "./features.ts";
import { fluency } from "./fluency.ts";
import type { Idf } from "./idf.ts";
import type { Pairing, Window } from "./pairing.ts";
import { players, type Statement, statement, takesAway } from "./statement.ts";
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
  /** For each statement that it was compared with, the pairings in each window: both sides of a question need them. */
  readonly pairings: Map<Statement, readonly (readonly Pairing[])[]>;
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
  const own = withoutCourtesies(withoutSpelling(
    tokens(canonical.text).filter((token) =>
      !untrusted.some(({ start, end }) => token.start < end && start < token.end)
    ),
  ));
  const fluent = fluency(own, canonical.text);
  return {
    canonical,
    said: {
      tokens: own,
      weights: own.map((token) => token.content ? idf.weight(token) : 0),
      fromQuestion: own.map(question.inQuestion),
      fluency: fluent,
      nearbyFluency: nearby(own, fluent),
      ...segmentation(own),
      asked: asked(own, canonical.text),
      players: own.map((_, at) => players(own, at)),
      takesAway: own.map(takesAway),
    },
    index: indexAnswer(own, idf.knows),
    windows: windows(own, unwrapped(canonical.text)),
    pairings: new Map(),
  };
}

// So many letters in a row, each a word of its own, are a text taken apart and no symbols of a formula, which has digits among them.
const lettersInARow = 8;
const letter = /^\p{L}$/u;

function withoutSpelling(own: readonly Token[]): Token[] {
  return runs(own, ({ word }) => letter.test(word) ? 1 : 0).flatMap(({ from, to }) => {
    const isSpelt = letter.test(own[from]?.word ?? "") && to - from >= lettersInARow;
    return isSpelt ? [] : own.slice(from, to);
  });
}

const courtesies = new Set(
  [
    "hello",
    "hi",
    "hey",
    "thanks",
    "thank",
    "hope",
    "regards",
    "cheers",
    "sorry",
    "please",
    "dear",
    "morning",
    "evening",
    "afternoon",
  ],
);
const inCourtesies = new Set(
  [
    "good",
    "great",
    "nice",
    "best",
    "kind",
    "help",
    "helps",
    "question",
    "answer",
    "interview",
    "day",
    "welcome",
    "everybody",
    "all",
  ],
);

// "Thank you, I hope this helps." helps against nothing.
function withoutCourtesies(said: readonly Token[]): Token[] {
  return runs(said, (token) => token.sentence).flatMap(({ from, to }) => {
    const sentence = said.slice(from, to);
    const isCourtesy = sentence.some(({ word }) => courtesies.has(word)) &&
      sentence.every(({ word, content }) => !content || courtesies.has(word) || inCourtesies.has(word));
    return isCourtesy ? [] : sentence;
  });
}

// "…, right?" asks for a nod and not for an answer.
const tag =
  /[,;-] *(?:right|no|correct|yes|yeah|ok(?:ay)?|eh|huh|you know|true|(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n't)?|won't|can't|ain't) (?:it|that|they|he|she|we|you|there)(?: not)?)\s*$/i;
const asking =
  /^(?:is|are|was|were|do|does|did|has|have|can|could|will|would|should|may|might|what|why|how|which|who|whose|where|when)\b/;

// A question says nothing; at most it hints.
function asked(said: readonly Token[], text: string): boolean[] {
  const questions = said.map(() => false);
  for (const { from, to } of runs(said, (token) => token.sentence)) {
    const end = said[to - 1]?.end ?? 0;
    const isQuestion = /^[^\p{L}\p{N}]*\?/u.test(text.slice(end, end + 10));
    const isTagged = tag.test(text.slice(said[from]?.start, end)) && !asking.test(said[from]?.word ?? "");
    if (isQuestion && !isTagged) questions.fill(true, from, to);
  }
  return questions;
}

// Words strewn about are fluent here and there by chance; so a place is seen with what stands around it.
const wordsAround = 8;

function nearby(said: readonly Token[], values: readonly number[]): number[] {
  const means = said.map(() => 0);
  for (const { from, to } of runs(said, (token) => token.sentence)) {
    for (let k = from; k < to; k++) {
      const near = values.slice(Math.max(from, k - wordsAround), Math.min(to, k + wordsAround + 1));
      means[k] = near.reduce((sum, value) => sum + value, 0) / near.length;
    }
  }
  return means;
}

// "GAN, critic, clipping, …": from ten names on, of two words or so each, it is a list.
const [namesMin, names] = [7, 10];
const [wordsOfAName, wordsMax] = [2.5, 3.2];

function segmentation(said: readonly Token[]): Pick<Said, "segmentLength" | "listed"> {
  const segmentLength = said.map(() => 0);
  const listed = said.map(() => 0);
  for (const { from, to } of runs(said, (token) => token.sentence)) {
    const segments = new Set(said.slice(from, to).map((token) => token.segment)).size;
    const length = (to - from) / segments;
    segmentLength.fill(length, from, to);
    listed.fill(ramp(segments, namesMin, names) * (1 - ramp(length, wordsOfAName, wordsMax)), from, to);
  }
  return { segmentLength, listed };
}

// Runs of one to three clauses of a sentence, sentences, and pairs that a semicolon joins. What two sentences say is never put together, so
// their order does not matter.
function windows(said: readonly Token[], text: string): Window[] {
  const clauses = runs(said, (token) => token.clause);
  const found = new Map<string, Window>();
  const add = (from: number, to: number) => found.set(`${from}:${to}`, { from, to });
  clauses.forEach((first, i) => {
    for (let n = 0; n < clausesInAWindow; n++) {
      const last = clauses[i + n];
      if (last && said[first.from]?.sentence === said[last.from]?.sentence) add(first.from, last.to);
    }
  });
  const sentences = runs(said, (token) => token.sentence);
  sentences.forEach((sentence, i) => {
    add(sentence.from, sentence.to);
    const next = sentences[i + 1];
    if (!next || next.to - sentence.from > wordsOfTwoSentences) return;
    if (/^[^.!?\n]*;/.test(text.slice(said[sentence.to - 1]?.end, said[next.from]?.start))) add(sentence.from, next.to);
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
