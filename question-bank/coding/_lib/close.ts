/** Options of {@link close}. */
export interface CloseOptions {
  /** Allowed error, relative to 1 + |expected|. */
  readonly tolerance: number;
}

/** Whether `got` is finite and `|got - expected| <= tolerance * (1 + |expected|)`. */
export function close(got: number, expected: number, { tolerance }: CloseOptions): boolean {
  return Number.isFinite(got) && Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected));
}
