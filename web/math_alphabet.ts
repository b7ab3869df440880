/** First upper-case and lower-case letter of an alphabet in Unicode, and the letters that had a place before. */
interface Alphabet {
  readonly upper: number;
  readonly lower: number;
  readonly elsewhere: Readonly<Record<string, string>>;
}

const alphabets: Readonly<Record<string, Alphabet>> = {
  bold: { upper: 0x1d400, lower: 0x1d41a, elsewhere: {} },
  "bold-italic": { upper: 0x1d468, lower: 0x1d482, elsewhere: {} },
  "double-struck": {
    upper: 0x1d538,
    lower: 0x1d552,
    elsewhere: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  },
  script: {
    upper: 0x1d49c,
    lower: 0x1d4b6,
    elsewhere: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  },
  fraktur: { upper: 0x1d504, lower: 0x1d51e, elsewhere: { C: "ℭ", H: "ℌ", I: "ℑ", R: "ℜ", Z: "ℨ" } },
};

/**
 * Spells letters of a mathematical alphabet with their own characters: MathML Core, which browsers draw, knows no `mathvariant`
 * but `normal`.
 */
export function spellAlphabets(html: string): string {
  return html.replaceAll(
    /<(mi|mn|mtext) mathvariant="([\w-]+)">([A-Za-z]+)<\/\1>/g,
    (whole, tag: string, name: string, text) => {
      const alphabet = alphabets[name];
      return alphabet
        ? `<${tag}>${[...text as string].map((letter) => spell(letter, alphabet)).join("")}</${tag}>`
        : whole;
    },
  );
}

function spell(letter: string, { upper, lower, elsewhere }: Alphabet): string {
  const place = elsewhere[letter];
  if (place) return place;
  const code = letter.charCodeAt(0);
  return String.fromCodePoint(code >= 97 ? lower + code - 97 : upper + code - 65);
}
