import { canonicalise, type Evidence, functionWords, words } from "../mod.ts";

/**
 * Where a model's quote stands in the answer: the spans of its pieces (a model may leave out words with "…"), or none when any
 * piece is not there word for word. Capitals, spacing, quotation marks and invisible characters may differ.
 */
export function locateQuote(quote: string, answer: string): Evidence[] {
  const canonical = canonicalise(answer);
  const haystack = squeeze(canonical.text);
  const spans: Evidence[] = [];
  for (const piece of canonicalise(quote).text.split(/\.{3,}|…|\[\.\.\.\]/)) {
    const needle = squeeze(trim(piece)).text;
    if (needle === "") continue;
    const at = haystack.text.indexOf(needle);
    const first = haystack.positions[at];
    const last = haystack.positions[at + needle.length - 1];
    if (at < 0 || first === undefined || last === undefined) return [];
    const span = canonical.original(first, last + 1);
    if (span) spans.push({ quote: answer.slice(span.start, span.end), ...span });
  }
  return spans.some(({ quote }) => saysSomething(quote)) ? spans : [];
}

function saysSomething(quote: string): boolean {
  return words(canonicalise(quote).text).some(({ text }) => !functionWords.has(text));
}

function trim(piece: string): string {
  return piece.trim().replace(/^["'`*_]+|["'`*_]+$/g, "").trim();
}

/** Lower case, with runs of white space as one space; `positions[i]` is where character i came from. */
function squeeze(text: string): { text: string; positions: number[] } {
  let result = "";
  const positions: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    const lower = /\s/.test(character) ? " " : character.toLowerCase();
    if (lower === " " && (result === "" || result.endsWith(" "))) continue;
    // A letter whose lower case is longer than itself keeps its own form, so that positions stay true.
    result += lower.length === 1 ? lower : character;
    positions.push(i);
  }
  return { text: result, positions };
}
