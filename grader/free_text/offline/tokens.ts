import { functionWords } from "../words.ts";
import { formsByFirstStem, type Name, stemOf } from "./lexicon.ts";

/** A word of a text, with everything that is known of it before it is compared. */
export interface Token {
  /** Offsets in the canonical text. */
  readonly start: number;
  readonly end: number;
  /** Lower case, without accents. */
  readonly word: string;
  readonly stem: string;
  /** Terms of the glossary, as `<id>`. */
  readonly terms: readonly Name[];
  /** Groups of synonyms, as `<id>`. */
  readonly groups: readonly Name[];
  /** Whether it says something on its own. */
  readonly content: boolean;
  /** Whether an odd number of negations governs it. */
  readonly negated: boolean;
  /** Whether it is a negation itself. */
  readonly negator: boolean;
  /** Number of its clause and its sentence in the text. */
  readonly clause: number;
  readonly sentence: number;
}

const wordPattern = /\\?[\p{L}\p{M}]+(?:'\p{L}+)*|\d+(?:\.\d+)?/gu;
const formatting =
  /^\\(?:mathbb|mathcal|mathrm|mathbf|text|textbf|textit|operatorname|left|right|big+[lr]?|Big+[lr]?|frac|dfrac|tfrac|quad|qquad|cdot|times|begin|end|displaystyle|hat|tilde|bar|vec|sum|int|partial|nabla|in|sim|to|rightarrow|mid|vert|Vert|lVert|rVert|ldots|dots|cdots)$/;
const symbols: Readonly<Record<string, string>> = { "½": "0.5", "→": " to ", "≈": " close to ", "∞": " infinity " };

const negators = new Set([
  "not",
  "no",
  "never",
  "none",
  "nothing",
  "neither",
  "nor",
  "without",
  "cannot",
  "nobody",
  "nowhere",
  "hardly",
  "barely",
  "rarely",
  "seldom",
  "scarcely",
  "lacks",
  "lack",
  "lacking",
]);
const backwards = new Set(["none", "nothing", "nobody", "nowhere"]);
const failing = new Set(["fail", "fails", "failed", "failing", "unable", "refuse", "refuses", "instead", "rather"]);
const softened = new Set(["only", "just", "necessarily", "merely", "simply"]);
const scope = 20;
const falsehood =
  "(?:not (?:true|right|correct|the case|so)|false|wrong|untrue|incorrect|mistaken|an? (?:\\w+ )?(?:myth|misconception|mistake|error|misunderstanding|fallacy))";
const denialAhead = new RegExp(
  `^(?:it (?:is|would be|was) )?(?:simply |just |also )?${falsehood}(?: to (?:say|think|believe|assume|claim))? that\\b|^(?:nobody|no one) (?:says|claims) that\\b`,
);
const denialBehind = new RegExp(
  `^(?:this|that|which|it|but this|but that|but it|and this|and that) (?:is|are|would be|was) (?:simply |just |also |of course )?${falsehood}(?! (?:to|that))\\b`,
);

const conjunctions = new Set([
  ...[
    "and",
    "but",
    "because",
    "so",
    "since",
    "while",
    "whereas",
    "although",
    "though",
    "when",
    "whenever",
    "if",
    "unless",
  ],
  ...[
    "then",
    "therefore",
    "thus",
    "hence",
    "which",
    "who",
    "where",
    "however",
    "until",
    "once",
    "whether",
    "or",
    "that",
  ],
]);
const wordsOfAClause = 3;

interface Raw {
  start: number;
  end: number;
  word: string;
  surface: string;
  gap: string;
}

/** The tokens of a canonical text, in order. */
export function tokens(text: string): Token[] {
  const raws = rawWords(text);
  const { clauses, sentences } = divide(raws);
  const stems = raws.map((raw) => stemOf(raw.word));
  const { terms, groups, swallowed } = annotate(raws, stems);
  const negation = polarity(raws, { clauses, sentences, swallowed });
  return raws.map((raw, i) => {
    const found = terms[i] ?? [];
    const words = groups[i] ?? [];
    return {
      start: raw.start,
      end: raw.end,
      word: raw.word,
      stem: stems[i] ?? raw.word,
      terms: found,
      groups: words,
      content: !functionWords.has(raw.word) || found.length > 0,
      negated: negation.negated[i] ?? false,
      negator: negation.negator[i] ?? false,
      clause: clauses[i] ?? 0,
      sentence: sentences[i] ?? 0,
    };
  });
}

function rawWords(text: string): Raw[] {
  const raws: Raw[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(wordPattern)) {
    if (match.startsWith("\\") && formatting.test(match)) continue;
    const surface = match.replace(/^\\/, "");
    const gap = text.slice(end, index);
    end = index + match.length;
    const word = plain(surface);
    const contracted = /^(\p{L}+)n't$/u.exec(word);
    if (contracted) {
      const verb = contracted[1] === "ca" ? "can" : contracted[1] === "wo" ? "will" : contracted[1] ?? "";
      raws.push({ start: index, end, word: verb, surface: verb, gap });
      raws.push({ start: index, end, word: "not", surface: "not", gap: "" });
    } else {
      const stripped = word.replace(/'(?:s|re|ve|ll|d|m)$/, "");
      raws.push({ start: index, end, word: stripped, surface: surface.replace(/'\w+$/, ""), gap });
    }
  }
  return raws;
}

function plain(surface: string): string {
  const lower = surface.toLowerCase();
  if (/^[a-z']*$/.test(lower)) return lower;
  return symbols[lower] ?? lower.normalize("NFD").replace(/\p{M}+/gu, "");
}

function divide(raws: readonly Raw[]): { clauses: number[]; sentences: number[] } {
  const clauses: number[] = [];
  const sentences: number[] = [];
  let clause = 0;
  let sentence = 0;
  let length = 0;
  raws.forEach((raw, i) => {
    const stop = /[.!?;](?:\s|["')\]*_]|$)|\n\s*(?:\n|[-*•\d])|[;•]|:\s*\n/.test(raw.gap);
    const pause = /[,:]|\s\(|\)\s|\n|\s-+\s/.test(raw.gap);
    if (i > 0 && (stop || ((pause || conjunctions.has(raw.word)) && length >= wordsOfAClause))) {
      clause++;
      length = 0;
    }
    if (i > 0 && stop) sentence++;
    length++;
    clauses.push(clause);
    sentences.push(sentence);
  });
  return { clauses, sentences };
}

function annotate(
  raws: readonly Raw[],
  stems: readonly string[],
): { terms: Name[][]; groups: Name[][]; swallowed: boolean[] } {
  const terms: Name[][] = raws.map(() => []);
  const groups: Name[][] = raws.map(() => []);
  const swallowed = raws.map(() => false);
  stems.forEach((first, i) => {
    for (const form of formsByFirstStem.get(first) ?? []) {
      if (form.exact !== undefined && raws[i]?.surface !== form.exact) continue;
      if (!form.stems.every((stem, k) => stems[i + k] === stem && (k === 0 || joined(raws[i + k])))) continue;
      form.stems.forEach((_, k) => {
        const list = (form.kind === "term" ? terms : groups)[i + k];
        const name = `<${form.id}>`;
        // A function word inside a phrase is not the phrase.
        const holds = form.stems.length === 1 || !functionWords.has(raws[i + k]?.word ?? "");
        if (holds && list && !list.includes(name)) list.push(name);
        // "no gradient" is one notion; its "no" negates nothing else.
        if (form.kind === "term" && negators.has(raws[i + k]?.word ?? "")) swallowed[i + k] = true;
      });
    }
  });
  return { terms, groups, swallowed };
}

function joined(raw: Raw | undefined): boolean {
  return raw !== undefined && !/[.!?;,:\n]/.test(raw.gap);
}

interface Division {
  readonly clauses: readonly number[];
  readonly sentences: readonly number[];
  readonly swallowed: readonly boolean[];
}

function polarity(raws: readonly Raw[], division: Division): { negated: boolean[]; negator: boolean[] } {
  const { clauses, swallowed } = division;
  const negated = raws.map(() => false);
  const negator = raws.map(() => false);
  const flip = (k: number) => negated[k] = !negated[k];
  raws.forEach((raw, i) => {
    if (negator[i]) return;
    const next = raws[i + 1]?.word ?? "";
    if (raw.word === "not" && softened.has(next)) return;
    const denied = denial(raws, i, division);
    if (denied) {
      for (let k = i; k < denied.clauseFrom; k++) negator[k] = true;
      for (let k = denied.from; k < denied.to; k++) flip(k);
      return;
    }
    const fails = failing.has(raw.word) && (next === "to" || next === "of" || next === "than");
    if (swallowed[i] || !(negators.has(raw.word) || fails)) return;
    negator[i] = true;
    const step = backwards.has(raw.word) ? -1 : 1;
    for (let k = i + step, n = 0; n < scope && k >= 0 && k < raws.length && clauses[k] === clauses[i]; k += step, n++) {
      flip(k);
    }
  });
  return { negated, negator };
}

// "It is not true that …" denies what follows; "…, which is wrong" denies what came before in the sentence.
function denial(raws: readonly Raw[], i: number, { sentences }: Division) {
  const sentence = sentences[i];
  const ahead = raws.slice(i, i + 6).filter((_, k) => sentences[i + k] === sentence).map((raw) => raw.word).join(" ");
  const inSentence = (k: number) => k >= 0 && k < raws.length && sentences[k] === sentence;
  const leading = denialAhead.exec(ahead);
  if (leading) {
    const from = i + leading[0].split(" ").length;
    let to = from;
    while (inSentence(to)) to++;
    return { from, to, clauseFrom: from };
  }
  if (denialBehind.test(ahead)) {
    // The denial may be a sentence of its own: "X does Y. That is wrong."
    const own = !inSentence(i - 1);
    const target = own ? sentences[i - 1] : sentence;
    let from = i;
    while (from > 0 && sentences[from - 1] === target) from--;
    return { from, to: i, clauseFrom: i };
  }
  return undefined;
}
