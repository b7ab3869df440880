import katex from "katex";

/** Something wrong with the maths of a text. */
export interface MathsFault {
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;
  readonly message: string;
}

const code = /(`+)[^`][^]*?\1/g;
const formula = /(?<!\\)(\${1,2})(?!\$)((?:\\[^]|[^\\$])+)\1/g;
const dollar = /(?<!\\)\$/g;

/** Refusals by formula, for a bank repeats its formulas. */
const rendered = new Map<string, string | undefined>();

/**
 * Renders every `$…$` and `$$…$$` of a markdown text with KaTeX and names those that it refuses, and any `$` without a
 * partner. Code spans are left alone.
 */
export function mathsFaults(markdown: string): readonly MathsFault[] {
  if (!markdown.includes("$")) return [];
  const faults: MathsFault[] = [];
  const withoutCode = markdown.replace(code, blank);
  const rest = withoutCode.replace(formula, (all: string, delimiter: string, tex: string, offset: number) => {
    const message = brokenOverLines(delimiter, tex) ?? refusal(tex, delimiter === "$$");
    if (message !== undefined) {
      faults.push({ offset, message: `Cannot render maths "${tex.trim().replaceAll(/\s+/g, " ")}": ${message}` });
    }
    return blank(all);
  });
  for (const { index } of rest.matchAll(dollar)) {
    faults.push({
      offset: index,
      message: 'Cannot render maths: "$" without a partner, expected "$…$" (or "\\$" for the sign)',
    });
  }
  return faults;
}

/** Markdown knows maths on one line, and blocks whose `$$` stand on lines of their own. */
function brokenOverLines(delimiter: string, tex: string): string | undefined {
  if (!tex.includes("\n")) return undefined;
  if (delimiter === "$$" && tex.startsWith("\n") && tex.endsWith("\n")) return undefined;
  return 'broken over lines, expected one line, or "$$" on lines of their own';
}

function refusal(tex: string, displayMode: boolean): string | undefined {
  const key = `${displayMode} ${tex}`;
  if (!rendered.has(key)) rendered.set(key, tryRender(tex, displayMode));
  return rendered.get(key);
}

function tryRender(tex: string, displayMode: boolean): string | undefined {
  try {
    katex.renderToString(tex, { displayMode, throwOnError: true, strict: "error", output: "mathml" });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.message.replace(/^KaTeX parse error: /, "")}, expected what KaTeX knows`;
  }
}

function blank(text: string): string {
  return " ".repeat(text.length);
}
