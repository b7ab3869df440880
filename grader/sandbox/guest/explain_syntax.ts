/**
 * Says what is wrong with a source whose types cannot be stripped. A bundle of its own, loaded when it is needed: the compiler in it
 * takes 20 MiB of memory.
 */
import { transformSync } from "amaro";
import type { Fault } from "../protocol.ts";
import { assignParameterProperties } from "./assign_parameter_properties.ts";

/** @returns what to tell, or `undefined` for a source that has no fault after all. */
export function explainSyntax(submission: string): Fault | undefined {
  const source = assignParameterProperties(submission);
  try {
    transformSync(source, { mode: "strip-only", filename: "submission.ts" });
    return undefined;
  } catch (error) {
    const { message, startLine, startColumn } = error as { message?: string; startLine?: number; startColumn?: number };
    if (startLine === undefined || startColumn === undefined) {
      return { message: "Cannot read the source: it is nested too deeply, expected an ordinary module" };
    }
    const line = source.split("\n")[startLine - 1] ?? "";
    // "strip-only" is the compiler's word for it.
    const says = message?.replace("in strip-only mode", "here: of TypeScript, types alone are taken");
    return { message: says ?? "Invalid syntax", line: startLine, column: 1 + indexAt(line, startColumn) };
  }
}

// The stripper counts a tab as four columns.
function indexAt(line: string, displayColumn: number): number {
  let column = 0;
  let index = 0;
  while (column < displayColumn && index < line.length) {
    column += line[index] === "\t" ? 4 : 1;
    index++;
  }
  return index;
}
