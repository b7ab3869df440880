import { unwrapped } from "../unwrapped.ts";
import { functionWords } from "../words.ts";
import { legible } from "./legible.ts";
import { negators, polarity } from "./polarity.ts";
import { type Form, formsByFirstStem, type Name, rolePairs, stemOf } from "./lexicon.ts";

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
  /** The names under which it plays a role. */
  readonly roles: readonly Name[];
  /** Whether it says something on its own. */
  readonly content: boolean;
  /** Whether an odd number of negations governs it. */
  readonly negated: boolean;
  /** Whether it is a negation itself. */
  readonly negator: boolean;
  /** Whether it is a letter of a formula, like the D and the z of "D(G(z))". */
  readonly symbol: boolean;
  /** Number of its clause, of its part between pauses and of its sentence in the text. */
  readonly clause: number;
  readonly segment: number;
  readonly sentence: number;
}

const wordPattern = /\\?[\p{L}\p{M}]+(?:'\p{L}+)*|\d+(?:\.\d+)?/gu;
const formatting =
  /^\\(?:mathbb|mathcal|mathrm|mathbf|text|textbf|textit|textsc|texttt|emph|underline|item|operatorname|left|right|big+[lr]?|Big+[lr]?|frac|dfrac|tfrac|quad|qquad|cdot|times|begin|end|displaystyle|hat|tilde|bar|vec|sum|int|partial|nabla|in|sim|to|rightarrow|mid|vert|Vert|lVert|rVert|ldots|dots|cdots)$/;
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
export function tokens(canonical: string): Token[] {
  const text = legible(unwrapped(canonical));
  const raws = rawWords(text);
  const { clauses, segments, sentences } = divide(raws, text.slice(raws.at(-1)?.end ?? 0));
  const stems = raws.map((raw) => stemOf(raw.word));
  const { terms, groups, swallowed } = annotate(raws, stems);
  const negation = polarity(raws.map(({ word }) => word), { segments, sentences, swallowed });
  return raws.map((raw, i) => {
    const found = terms[i] ?? [];
    const words = groups[i] ?? [];
    const stem = stems[i] ?? raw.word;
    return {
      start: raw.start,
      end: raw.end,
      word: raw.word,
      stem,
      terms: found,
      groups: words,
      roles: [...found, stem].filter((name) => rolePairs.has(name)),
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
  ...[["o", "n", "2"], ["o", "hw", "2"]],
];

// Brackets, signs and the commands that size them.
const insideAFormula =
  /^(?:\\(?:left|right|big[lr]?|Big[lr]?|bigg[lr]?|Bigg[lr]?|mathrm|operatorname)|[\s({[$\-\\!,}^*]|\)\^)*$/;

// "D_\\phi(x)" is "D(x)": the parameters of a network say nothing more.
function isParameter({ gap, word }: Raw, before: Raw | undefined): boolean {
  return /^\}?_\{?$/.test(gap) && /^[dgfe]$/.test(before?.word ?? "") &&
    /^(?:theta|phi|psi|omega|w|[θφϕψω])$/.test(word);
}

function withFormulas(raws: readonly Raw[]): Raw[] {
  const result: Raw[] = [];
  raws = raws.filter((raw, i) => !isParameter(raw, raws[i - 1]));
  for (let i = 0; i < raws.length;) {
    const first = raws[i];
    if (!first) break;
    const formula = formulas.find((letters) =>
      letters.every((letter, k) =>
        raws[i + k]?.word === letter && (k === 0 || insideAFormula.test(raws[i + k]?.gap ?? ""))
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

// "(D)" or "(the critic)" names something again; a longer aside says something of its own.
const wordsOfAnAside = 4;

interface Place {
  readonly clause: number;
  readonly segment: number;
  readonly length: number;
}

function divide(
  raws: readonly Raw[],
  ending: string,
): Record<"clauses" | "segments" | "sentences", number[]> {
  const clauses: number[] = [];
  const segments: number[] = [];
  const sentences: number[] = [];
  const asides = asidesOf([...raws.map(({ gap }) => gap), ending]);
  // Where to go on after each bracket that is open.
  let outside: Place[] = [];
  let lastClause = 0, lastSegment = 0, sentence = 0;
  let here: Place = { clause: 0, segment: 0, length: 0 };
  raws.forEach(({ gap, word }, i) => {
    const stop = /[.!?;](?:\s|["')\]*_]|$)|[;•\n]/.test(gap);
    const { opens, closes } = asides[i] ?? { opens: 0, closes: 0 };
    const pause = /[,:#·]|\s(?:-+|[|/>])\s|[=~|+]{2,}/.test(gap) || opens > 0;
    for (let n = 0; n < closes; n++) here = outside.pop() ?? here;
    if (stop) outside = [];
    for (let n = 0; n < opens; n++) outside.push(here);
    let { clause, segment, length } = here;
    if (i > 0 && (stop || opens > 0 || ((pause || conjunctions.has(word)) && length >= wordsOfAClause))) {
      clause = ++lastClause;
      length = 0;
    }
    if (i > 0 && (stop || pause || (conjunctions.has(word) && !coordinating.has(word)))) segment = ++lastSegment;
    if (i > 0 && stop) sentence++;
    here = { clause, segment, length: length + 1 };
    clauses.push(clause);
    segments.push(segment);
    sentences.push(sentence);
  });
  return { clauses, segments, sentences };
}

/** For each gap between words, how many longer asides in brackets begin and end in it. */
function asidesOf(gaps: readonly string[]): { opens: number; closes: number }[] {
  const found = gaps.map(() => ({ opens: 0, closes: 0 }));
  // Gap that a bracket opens in; undefined for the brackets of a formula.
  const open: (number | undefined)[] = [];
  gaps.forEach((gap, i) => {
    for (const { 0: bracket, index } of gap.matchAll(/[()]/g)) {
      if (bracket === "(") open.push(/\s/.test(gap[index - 1] ?? "x") ? i : undefined);
      else {
        const from = open.pop();
        const [first, last] = [found[from ?? -1], found[i]];
        if (from === undefined || !first || !last || i - from < wordsOfAnAside) continue;
        first.opens++;
        last.closes++;
      }
    }
  });
  return found;
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
