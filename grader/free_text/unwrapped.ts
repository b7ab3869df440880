/**
 * A canonical text with a blank for each line break at which a line was merely full. Breaks that divide stay: blank lines, items of
 * lists, headings, quotations, rows of tables, and lines that begin like a sentence. Every offset is kept.
 */
export function unwrapped(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n");
  const numbers = numbersOf(lines);
  const marked = lines.filter((line) => mark.test(line)).length;
  const soft = new Set<number>();
  for (const paragraph of paragraphsOf(lines)) {
    const full = fullLines(lines, paragraph);
    for (const i of paragraph.slice(1)) {
      const before = lines[i - 1] ?? "", line = lines[i] ?? "";
      if (ownLine.test(before) || ownLine.test(line) || numbers.has(i)) continue;
      if (quotation.test(before) && !soft.has(i - 1)) continue;
      const filled = full.has(i - 1) && isFilled(lines, paragraph, { full, at: i });
      const begins = capital.test(line);
      const goesOn = mark.test(line)
        // A dash or a ">" may have come to the beginning of a line by chance, once.
        ? filled && marked === 1 && !/[.:;!?]\s*$/.test(before)
        : /:\s*$/.test(before)
        ? filled || (full.has(i - 1) && !begins)
        : filled || !begins || leavesOpen(before);
      if (goesOn) soft.add(i);
    }
  }
  return lines.reduce((joined, line, i) => `${joined}${soft.has(i) ? " " : "\n"}${line}`);
}

// A star is an item's when a blank follows it: "**so**" is bold.
const mark = /^\s*(?:[-•]|[*+]\s|>(?!=))/;
const quotation = /^\s*>(?!=)/;
const ownLine = /^\s*(?:#+\s|\|[^|].*\|\s*$|```|$)/;
const capital = /^[^\p{L}\p{N}]*\p{Lu}/u;
// Shorter lines are seldom full.
const fullLine = 30;
const linesToTell = 4;

/** Lines of a paragraph that the first word of the next would have made the longest. */
function fullLines(lines: readonly string[], paragraph: readonly number[]): ReadonlySet<number> {
  const width = Math.max(...paragraph.map((i) => lengthOf(lines[i])));
  return new Set(
    paragraph.slice(0, -1).filter((i) => {
      const length = lengthOf(lines[i]);
      return length >= fullLine && length + 1 + firstWord(lines[i + 1]).length > width;
    }),
  );
}

/** Whether other breaks show that lines go on: one before a small letter, or all of several at full lines. */
function isFilled(
  lines: readonly string[],
  paragraph: readonly number[],
  { full, at }: { readonly full: ReadonlySet<number>; readonly at: number },
): boolean {
  return paragraph.slice(1).some((i) => i !== at && /^\s*\p{Ll}/u.test(lines[i] ?? "")) ||
    (paragraph.length >= linesToTell && full.size === paragraph.length - 1);
}

/** Lines that begin with a number of a list: one alone is no list. */
function numbersOf(lines: readonly string[]): ReadonlySet<number> {
  const numbers = new Map(lines.flatMap((line, i) => {
    const number = /^\s*(\d{1,2})[.)]\s/.exec(line)?.[1];
    return number === undefined ? [] : [[i, Number(number)] as const];
  }));
  const all = new Set(numbers.values());
  return new Set([...numbers].filter(([, n]) => all.has(n - 1) || all.has(n + 1)).map(([i]) => i));
}

/** Runs of lines that are not blank, as indexes. */
function paragraphsOf(lines: readonly string[]): number[][] {
  const paragraphs: number[][] = [];
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    if (i === 0 || lines[i - 1]?.trim() === "") paragraphs.push([i]);
    else paragraphs.at(-1)?.push(i);
  });
  return paragraphs;
}

// No sentence ends with an article, a preposition, a conjunction, a comma or a sign.
const leadingList = `
a an the this these of in on at by for from to into with without about between and or but because as than if that which when
while where is are was were be its their both either each every via per called through over under
`;
const leading: ReadonlySet<string> = new Set(leadingList.trim().split(/\s+/));

function leavesOpen(line: string): boolean {
  const last = /(\p{L}+)\s*$/u.exec(line)?.[1]?.toLowerCase();
  return /[,=+/([{-]\s*$/.test(line) || (last !== undefined && leading.has(last));
}

function lengthOf(line = ""): number {
  return line.trimEnd().length;
}

function firstWord(line = ""): string {
  return /\S+/.exec(line)?.[0] ?? "";
}
