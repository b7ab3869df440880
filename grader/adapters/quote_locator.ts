import { canonicalise, type Evidence, untrustedSpans, words } from "../mod.ts";

/** Words left out between two pieces of a quote, at most; in characters, about two sentences. */
const gapMax = 250;
/** A quote in more pieces is a heap of words. */
const piecesMax = 8;
/** Characters that one of a canonical text may have been written with: a letter and three marks. */
const spellingMax = 4;

const letter = String.raw`[\p{L}\p{N}\p{M}]`;
const unspaced = String
  .raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]`;
// "can" is no word of "can't", and some scripts have no space between their words.
const endsInWord = new RegExp(`(?!${unspaced})${letter}$`, "u");
const beginsInWord = new RegExp(`^(?:(?!${unspaced})${letter}|'t(?!${letter}))`, "u");

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place of a piece, and of the piece before it. */
interface Place extends Span {
  readonly before?: Place;
}

/**
 * Tells where a model's quote stands in the answer: the spans of its pieces (a model may leave out words with "…"), or none when
 * it is not there word for word. Capitals, spacing, quotation marks and invisible characters may differ.
 *
 * Pieces begin and end with words, stand in the answer's order, no more than 250 characters apart, and have two words at least
 * where there are several. Of several places, the first counts that is the candidate's own, outside of speech to the grader and
 * quotations of others.
 */
export function quoteLocator(answer: string): (quote: string) => Evidence[] {
  const canonical = canonicalise(answer);
  const { text, positions } = squeeze(canonical.text);
  const untrusted = untrustedSpans(canonical.text);
  const inAnswer = ({ start, end }: Span): Span => ({
    start: positions[start] ?? 0,
    end: (positions[end - 1] ?? 0) + 1,
  });
  const isOwn = (place: Span) => {
    const { start, end } = inAnswer(place);
    return !untrusted.some((span) => span.start < end && start < span.end);
  };
  return (quote) => {
    if (quote.length > spellingMax * (text.length + gapMax)) return [];
    const readings = readingsOf(quote).map((pieces) => pieces.map((piece) => placesOf(piece, text)));
    const found = readings.map((places) => chain(places.map((all) => all.filter(isOwn)))).find(Boolean) ??
      readings.map(chain).find(Boolean) ?? [];
    return found.flatMap((place) => {
      const { start, end } = inAnswer(place);
      const span = canonical.original(start, end);
      return span ? [{ quote: answer.slice(span.start, span.end), ...span }] : [];
    });
  };
}

/** The quote as one piece, for an answer that has those dots itself, and as the pieces between its dots. */
function readingsOf(quote: string): string[][] {
  const { text } = canonicalise(quote);
  const pieces = text.split(/\.{3,}|\[\.\.\.\]/).map(needleOf).filter((piece) => piece !== "");
  const apart = pieces.length <= piecesMax && (pieces.length === 1 || pieces.every((piece) => words(piece).length > 1));
  return [[needleOf(text)].filter((piece) => piece !== ""), ...(apart ? [pieces] : [])]
    .filter((reading) => reading.length > 0);
}

const wrapping: ReadonlySet<string> = new Set(['"', "'", "`", "*", "_"]);

function needleOf(piece: string): string {
  let [start, end] = [0, piece.length];
  while (wrapping.has(piece[start] ?? "") || /\s/.test(piece[start] ?? "")) start++;
  while (end > start && (wrapping.has(piece[end - 1] ?? "") || /\s/.test(piece[end - 1] ?? ""))) end--;
  return squeeze(piece.slice(start, end)).text;
}

function placesOf(needle: string, text: string): Place[] {
  const places: Place[] = [];
  for (let start = text.indexOf(needle); start >= 0; start = text.indexOf(needle, start + 1)) {
    const end = start + needle.length;
    if (!splitsWord(text, start) && !splitsWord(text, end)) places.push({ start, end });
  }
  return places;
}

function splitsWord(text: string, at: number): boolean {
  return endsInWord.test(text.slice(Math.max(0, at - 2), at)) && beginsInWord.test(text.slice(at, at + 3));
}

/** One place of each piece, in order and near each other. */
function chain(pieces: readonly (readonly Place[])[]): Place[] | undefined {
  let reached = pieces[0] ?? [];
  for (const places of pieces.slice(1)) reached = following(reached, places);
  const found: Place[] = [];
  for (let place = reached[0]; place; place = place.before) found.unshift(place);
  return found.length > 0 ? found : undefined;
}

/** The places that come soon enough after one of those before; both in order. */
function following(before: readonly Place[], places: readonly Place[]): Place[] {
  let next = 0;
  return places.flatMap((place) => {
    while (next < before.length && before[next]!.end <= place.start) next++;
    const nearest = before[next - 1];
    return nearest && place.start - nearest.end <= gapMax ? [{ ...place, before: nearest }] : [];
  });
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
