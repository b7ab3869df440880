import { parse, stringify } from "yaml";
import type { Rubric } from "../format.ts";

/** A rubric as people and programs read it: YAML, as in the files of the bank. */
export function writeRubric(rubric: Rubric): string {
  return stringify(rubric, { lineWidth: 120, indentSeq: true }).trimEnd();
}

/** What the text says when it is YAML with criteria; `undefined` for anything else. */
export function readRubric(text: string): unknown {
  try {
    const data: unknown = parse(text, { maxAliasCount: 0 });
    return typeof data === "object" && data !== null && "criteria" in data ? data : undefined;
  } catch {
    return undefined;
  }
}
