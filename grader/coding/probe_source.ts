import type { CodingCheck } from "../../question-bank/mod.ts";

/** The text of a probe as an expression: a function may also have been written as a method. */
export function probeSource(probe: CodingCheck["probe"]): string {
  const text = probe.toString();
  const isExpression = /^(async\s*)?(function\b|\(|[\w$]+\s*=>)/.test(text);
  return isExpression ? text : `Object.values({ ${text} })[0]`;
}
