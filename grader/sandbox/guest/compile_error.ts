/** Why a submission cannot be run, at its place in the source (1-based). */
export class CompileError extends Error {
  override name = "CompileError";
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(message: string, place?: { readonly line: number; readonly column: number }) {
    super(message);
    this.line = place?.line;
    this.column = place?.column;
  }
}
