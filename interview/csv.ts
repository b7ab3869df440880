import papaparse from "papaparse";

/**
 * What a spreadsheet takes for a formula, in cells of several lines too, which the library's own pattern passes over: a sign
 * that begins one (full-width ones count as well), also behind spaces, or a tab or line break at the start.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** Values as one line of comma-separated values; no cell is taken for a formula. */
export function csvLine(values: readonly unknown[]): string {
  const cells = values.map((value) => value ?? "");
  return `${papaparse.unparse([cells], { escapeFormulae: formula, newline: "\r\n" })}\r\n`;
}
