/** A text in the form that graders read, with the way back to the original. */
export interface CanonicalText {
  /** The canonical form. */
  readonly text: string;
  /** The original. */
  readonly source: string;
  /** The original's span (UTF-16 offsets) that became `text.slice(start, end)`; `undefined` for an empty span. */
  original(
    start: number,
    end: number,
  ): { readonly start: number; readonly end: number } | undefined;
}

// A letter carries one or two marks in any language written with letters and marks; ten thousand are an attack on the reader.
const marksPerLetter = 3;
// So do compatibility forms that stand for a whole sentence: U+FDFA would make 18 characters of one.
const expansionMax = 5;

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cn}]|\p{Cs}|(?![\n\t])\p{Cc}/u;
const chunkPattern = /\P{M}\p{M}*|\p{M}+/gu;

// Typographic variants that people and keyboards choose at random.
const folded: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201b": "'",
  "\u2032": "'",
  "\u00b4": "'",
  "\u02bc": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u201f": '"',
  "\u2033": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2015": "-",
  "\u2212": "-",
};

/**
 * NFKC, with invisible characters (zero-width, bidirectional and other controls, tags, private use, lone surrogates) removed,
 * combining marks bounded, and quotes and dashes made plain.
 *
 * What is written with other code points but looks the same reads the same, and every span can be mapped back.
 */
export function canonicalise(original: string): CanonicalText {
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: chunk, index } of original.matchAll(chunkPattern)) {
    const piece = canonicalChunk(chunk, original.charCodeAt(index + 1));
    for (let i = 0; i < piece.length; i++) {
      starts.push(index);
      ends.push(index + chunk.length);
    }
    text += piece;
  }
  return {
    text,
    source: original,
    original(start, end) {
      const first = starts[start];
      const last = ends[end - 1];
      return first === undefined || last === undefined || start >= end ? undefined : { start: first, end: last };
    },
  };
}

function canonicalChunk(chunk: string, next: number): string {
  if (chunk === "\r") return next === 0x0a ? "" : "\n";
  if (chunk.length === 1 && chunk >= " " && chunk <= "~") return chunk;
  let piece = "";
  let marks = 0;
  for (const character of chunk) {
    if (
      invisible.test(character) ||
      (/\p{M}/u.test(character) && ++marks > marksPerLetter)
    ) continue;
    piece += folded[character] ?? character;
  }
  let result = "";
  // A compatibility form may itself contain what is removed above or folded below.
  const normal = piece.normalize("NFKC");
  for (const character of normal.length > expansionMax * piece.length ? piece : normal) {
    if (!invisible.test(character)) {
      result += folded[character] ??
        (/\p{Zs}|\p{Zl}|\p{Zp}/u.test(character) ? " " : character);
    }
  }
  // A mark without a letter shows nothing that can be read.
  return /^\p{M}*$/u.test(result) ? "" : result;
}
