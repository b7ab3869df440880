/** Options of {@link close}. */
export interface CloseOptions {
  /** Allowed error, relative to 1 + |expected|. */
  readonly tolerance: number;
}

/** Whether both are finite and `|got - expected| <= tolerance * (1 + |expected|)`. */
export function close(got: number, expected: number, { tolerance }: CloseOptions): boolean {
  return Number.isFinite(got) && Number.isFinite(expected) &&
    Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected));
}
