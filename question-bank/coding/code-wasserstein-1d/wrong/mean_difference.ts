// rejected by: same-mean
export function wassersteinDistance(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.abs(mean(a) - mean(b));
}
