/** A number with four digits after the point, as trained numbers are stored; never -0. */
export function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4 || 0;
}
