import type { Fault } from "../protocol.ts";

const messageLengthMax = 2_000;
/** The name under which a submission's frames appear in stack traces. */
export const sourceUrl = "submission.ts";
/** Lines that the evaluator puts before the submission's first one. */
export const linesBefore = 3;

/** Describes whatever a submission threw. Never throws itself, and its result is short. */
export function faultOf(thrown: unknown): Fault {
  try {
    if (typeof thrown !== "object" || thrown === null) return { message: shorten(`Threw ${describe(thrown)}`) };
    const { name, message, stack } = thrown as Record<string, unknown>;
    const text = typeof message === "string" ? message : "";
    const prefix = typeof name === "string" && name !== "Error" ? `${name}: ` : "";
    return { message: shorten(`${prefix}${text}` || "Threw an object without a message"), ...placeIn(stack) };
  } catch {
    return { message: "Threw a value that cannot be read" };
  }
}

function describe(value: unknown): string {
  return typeof value === "string" ? `"${value.slice(0, messageLengthMax)}"` : String(value);
}

function shorten(text: string): string {
  return text.length > messageLengthMax ? `${text.slice(0, messageLengthMax)}…` : text;
}

function placeIn(stack: unknown): { line?: number; column?: number } {
  if (typeof stack !== "string") return {};
  for (const frame of stack.slice(0, 20_000).split("\n")) {
    const start = frame.indexOf(`${sourceUrl}, <anonymous>:`);
    if (start < 0) continue;
    const [line, column] = frame.slice(frame.indexOf(">:", start) + 2).split(":").map((part) => parseInt(part, 10));
    if (line !== undefined && column !== undefined && line > linesBefore) return { line: line - linesBefore, column };
  }
  return {};
}
