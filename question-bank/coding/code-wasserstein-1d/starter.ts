/** W₁ between the empirical distributions of two samples. */
export function wassersteinDistance(a: number[], b: number[]): number {
  return Math.abs(a.length - b.length);
}
