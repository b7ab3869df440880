// The point of an abbreviation ends no sentence, and "e.g." says nothing itself.
const silentAbbreviation = /\b(?:e\.\s?g|i\.\s?e|et\s+al|viz|resp)\.,?|\b(?:eg|ie)\b[.,]?/gi;
const spokenAbbreviation = /\b(vs|cf|approx|fig|figs|eq|eqs|sec|ref|refs|dr|prof)\.(?=\s+[\p{L}\p{N}(])/giu;
const listEnd = /\betc\.(?=\s*[,;)]|\s+\p{Ll})/gu;
// "It, um, maps noise": a filler is no pause between two clauses, and "..." before a small letter ends no sentence.
const filler =
  /(?:,\s*)?\b(?:u+h*m+|u+h+|e+h*m+|e+r+m+|hm+|mhm+)\b(?:\s*(?:,|\.{2,}|…))?|,\s*(?:like|you know|i mean|sort of|kind of)\s*,/gi;
const hesitation = /(?:\.{2,}|…)(?=\s+\p{Ll})/gu;
const tag =
  /<\/?(?:a|b|i|u|em|strong|small|sub|sup|span|font|mark|code|kbd|p|br|hr|div|ul|ol|li|h[1-6]|table|tr|td|th)(?:\s[^<>\n]{0,80})?\s*\/?>/gi;
const divides = /^<\/?(?:p|br|hr|div|ul|ol|li|h|t)/i;
const entities: Readonly<Record<string, string>> = {
  ...{ nbsp: " ", amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", "#160": " " },
};
const entity = /&(nbsp|amp|lt|gt|quot|apos|#39|#160);/gi;

// Letters of other scripts that look like ours; in a word that has ours too, they are meant to.
const lookalikes: Readonly<Record<string, string>> = {
  ...{ а: "a", в: "b", е: "e", к: "k", м: "m", н: "h", о: "o", р: "p", с: "c", т: "t", у: "y", х: "x" },
  ...{ і: "i", ј: "j", ѕ: "s", ԁ: "d", һ: "h", ո: "n", ν: "v", ο: "o", ρ: "p", ι: "i" },
};
const mixed = /(?=\p{L}*\p{Script=Latin})(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}])\p{L}{3,}/gu;

/**
 * A text of the same length in which nothing but words and their punctuation is left: blanks for abbreviations' points, spoken fillers and
 * markup. So every offset stays.
 */
export function legible(text: string): string {
  const blank = (found: string) => " ".repeat(found.length);
  return text
    .replace(tag, (found) => divides.test(found) ? `\n${" ".repeat(found.length - 1)}` : blank(found))
    .replace(entity, (found, name: string) => (entities[name.toLowerCase()] ?? " ").padEnd(found.length))
    .replace(mixed, (word) => Array.from(word, (letter) => lookalikes[letter.toLowerCase()] ?? letter).join(""))
    .replace(silentAbbreviation, blank)
    .replace(spokenAbbreviation, "$1 ")
    .replace(listEnd, "etc ")
    .replace(filler, blank)
    .replace(hesitation, blank);
}
