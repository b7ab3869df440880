import { diffLines } from "diff";

/** A stretch of lines that stayed, came or went between two runs. */
export interface SourceChange {
  readonly kind: "same" | "added" | "removed";
  readonly lines: readonly string[];
}

const contextLines = 2;

/**
 * What changed from one source to the next, line by line; of what stayed, a few lines around each change. Empty when nothing
 * changed.
 */
export function sourceChanges(before: string, after: string): readonly SourceChange[] {
  const parts = diffLines(withEnd(before), withEnd(after)).map(({ added, removed, value }): SourceChange => ({
    kind: added ? "added" : removed ? "removed" : "same",
    lines: value.replace(/\n$/, "").split("\n"),
  }));
  if (parts.every(({ kind }) => kind === "same")) return [];
  return parts.flatMap((part, index) => {
    if (part.kind !== "same") return [part];
    const first = index === 0 ? [] : part.lines.slice(0, contextLines);
    const last = index === parts.length - 1
      ? []
      : part.lines.slice(Math.max(first.length, part.lines.length - contextLines));
    const left = part.lines.length > first.length + last.length;
    return [
      ...(first.length > 0 ? [{ kind: "same", lines: first } as const] : []),
      ...(left ? [{ kind: "same", lines: ["…"] } as const] : []),
      ...(last.length > 0 ? [{ kind: "same", lines: last } as const] : []),
    ];
  });
}

const withEnd = (source: string) => `${source.trimEnd()}\n`;
