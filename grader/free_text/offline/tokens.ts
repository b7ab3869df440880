import { functionWords } from "../words.ts";
import { negators, polarity } from "./polarity.ts";
import { type Form, formsByFirstStem, type Name, stemOf } from "./lexicon.ts";

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
  /** Whether it is a letter of a formula, like the D and the z of "D(G(z))". */
  readonly symbol: boolean;
  /** Number of its clause, of its part between pauses, and of its sentence in the text. */
  readonly clause: number;
  readonly segment: number;
  readonly sentence: number;
}

const wordPattern = /\\?[\p{L}\p{M}]+(?:'\p{L}+)*|\d+(?:\.\d+)?/gu;
const formatting =
  /^\\(?:mathbb|mathcal|mathrm|mathbf|text|textbf|textit|operatorname|left|right|big+[lr]?|Big+[lr]?|frac|dfrac|tfrac|quad|qquad|cdot|times|begin|end|displaystyle|hat|tilde|bar|vec|sum|int|partial|nabla|in|sim|to|rightarrow|mid|vert|Vert|lVert|rVert|ldots|dots|cdots)$/;
const symbols: Readonly<Record<string, string>> = { "½": "0.5", "→": " to ", "≈": " close to ", "∞": " infinity " };

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
// These join parts of one statement as often as two statements; a negation reaches over them.
const coordinating = new Set(["and", "or", "that", "then", "if"]);
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
  const { clauses, segments, sentences } = divide(raws);
  const stems = raws.map((raw) => stemOf(raw.word));
  const { terms, groups, swallowed } = annotate(raws, stems);
  const negation = polarity(raws.map(({ word }) => word), { segments, sentences, swallowed });
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
      symbol: raw.end - raw.start === 1 &&
        (/[({_^|[]/.test(text[raw.start - 1] ?? "") || /[({_^|)\]}]/.test(text[raw.end] ?? "")),
      clause: clauses[i] ?? 0,
      segment: segments[i] ?? 0,
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
  return withFormulas(raws);
}

// Formulas of the field are read as one word: "log(1 - D(G(z)))" is not "log D(G(z))" with a 1 more.
const formulas: readonly (readonly string[])[] = [
  ...[["log", "1", "d", "g", "z"], ["log", "d", "g", "z"], ["log", "d", "x"], ["log", "1", "d", "x"]],
  ...[["1", "d", "g", "z"], ["1", "d", "x"], ["d", "g", "z"], ["d", "x"], ["g", "z"]],
];

function withFormulas(raws: readonly Raw[]): Raw[] {
  const result: Raw[] = [];
  for (let i = 0; i < raws.length;) {
    const first = raws[i];
    if (!first) break;
    const formula = formulas.find((letters) =>
      letters.every((letter, k) =>
        raws[i + k]?.word === letter && (k === 0 || /^[\s({[$\-\\!,]*$/.test(raws[i + k]?.gap ?? ""))
      )
    );
    const last = raws[i + (formula?.length ?? 1) - 1] ?? first;
    result.push(formula ? { ...first, end: last.end, word: formula.join(""), surface: formula.join("") } : first);
    i += formula?.length ?? 1;
  }
  return result;
}

function plain(surface: string): string {
  const lower = surface.toLowerCase();
  if (/^[a-z']*$/.test(lower)) return lower;
  return symbols[lower] ?? lower.normalize("NFD").replace(/\p{M}+/gu, "");
}

function divide(raws: readonly Raw[]): { clauses: number[]; segments: number[]; sentences: number[] } {
  const clauses: number[] = [];
  const segments: number[] = [];
  const sentences: number[] = [];
  let [clause, segment, sentence, length] = [0, 0, 0, 0];
  raws.forEach(({ gap, word, surface }, i) => {
    // A line break ends a sentence where a list item or a capital follows; otherwise the line was merely full.
    const newLine = /\n/.test(gap) && (/\n\s*(?:\n|[-*•]|\d+[.)])/.test(gap) || /^\p{Lu}/u.test(surface));
    const stop = /[.!?;](?:\s|["')\]*_]|$)|[;•]|:\s*\n/.test(gap) || newLine;
    const pause = /[,:]|\s\(|\)\s|\s-+\s/.test(gap);
    if (i > 0 && (stop || ((pause || conjunctions.has(word)) && length >= wordsOfAClause))) {
      clause++;
      length = 0;
    }
    if (i > 0 && (stop || pause || (conjunctions.has(word) && !coordinating.has(word)))) segment++;
    if (i > 0 && stop) sentence++;
    length++;
    clauses.push(clause);
    segments.push(segment);
    sentences.push(sentence);
  });
  return { clauses, segments, sentences };
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
      const at = places(form, i, { raws, stems });
      if (!at) continue;
      for (const k of at) {
        const list = (form.kind === "term" ? terms : groups)[k];
        const name = `<${form.id}>`;
        const word = raws[k]?.word ?? "";
        // A function word inside a phrase is not the phrase.
        const holds = at.length === 1 || !functionWords.has(word);
        if (holds && list && !list.includes(name)) list.push(name);
        // "no gradient" is one notion; its "no" negates nothing else.
        if (form.kind === "term" && negators.has(word)) swallowed[k] = true;
      }
    }
  });
  return { terms, groups, swallowed };
}

/** Where the words of a form stand when it begins at word `first`; `undefined` when it does not. */
function places(
  { stems: wanted, gaps }: Form,
  first: number,
  { raws, stems }: { readonly raws: readonly Raw[]; readonly stems: readonly string[] },
): number[] | undefined {
  const at = [first];
  for (let n = 1; n < wanted.length; n++) {
    let k = (at.at(-1) ?? first) + 1;
    const furthest = k + (gaps[n] ?? 0);
    while (k < furthest && stems[k] !== wanted[n] && joined(raws[k])) k++;
    if (stems[k] !== wanted[n] || !joined(raws[k])) return undefined;
    at.push(k);
  }
  return at;
}

function joined(raw: Raw | undefined): boolean {
  return raw !== undefined && !/[.!?;,:\n]/.test(raw.gap);
}
