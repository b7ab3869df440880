import type { Grade } from "../grader/mod.ts";

/** What is wrong at a line of the code. */
export interface LineMark {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Where a run says that the code is at fault: while it was loaded, or in a check. One message per line, the first. */
export function lineMarks(grade: Pick<Grade, "feedback" | "criteria">): readonly LineMark[] {
  const loading = [...grade.feedback.matchAll(/\(line (\d+)(?:, column \d+)?\): *(`+) ?([^]*?) ?\2/g)]
    .map(([, line, , message]) => ({ line: Number(line), message: message! }));
  const thrown = grade.criteria.flatMap(({ message }) => {
    const [, line, error] = /^It threw in line (\d+): ([^]+)$/.exec(message ?? "") ?? [];
    return line === undefined || error === undefined ? [] : [{ line: Number(line), message: error }];
  });
  const seen = new Set<number>();
  return [...loading, ...thrown].filter(({ line }) => !seen.has(line) && seen.add(line));
}
