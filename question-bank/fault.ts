/** One thing wrong with a file of the bank. */
export interface Fault {
  /** Path as it was given to the loader, joined with the path below it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column?: number;
  /** What is there and what was expected. */
  readonly message: string;
}

/** `file:line:column: message`, the form that editors and terminals make a link of. */
export function formatFault({ file, line, column, message }: Fault): string {
  return `${file}:${line}${column === undefined ? "" : `:${column}`}: ${message}`;
}

/** The bank cannot be used; {@link BankError.faults} names everything that is wrong with it, in order of file and line. */
export class BankError extends Error {
  /** Tells it apart from other errors where classes are not shared. */
  override name = "BankError";
  /** At least one. */
  readonly faults: readonly Fault[];

  /** Sorts the faults by file and place. */
  constructor(faults: readonly Fault[]) {
    const sorted = faults.toSorted((a, b) =>
      compare(a.file, b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
    );
    const count = `${sorted.length} ${sorted.length === 1 ? "fault" : "faults"}`;
    super(
      `Cannot load the question bank: ${count}, expected none\n${
        sorted.map((fault) => `  ${formatFault(fault)}`).join("\n")
      }`,
    );
    this.faults = sorted;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
