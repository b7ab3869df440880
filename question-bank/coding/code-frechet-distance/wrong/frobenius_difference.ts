// rejected by: one-dimension
export function frechetDistance(
  mean1: number[],
  covariance1: number[][],
  mean2: number[],
  covariance2: number[][],
): number {
  const shift = mean1.reduce((sum, value, i) => sum + (value - mean2[i]!) ** 2, 0);
  return covariance1.flat().reduce((sum, value, i) => sum + (value - covariance2.flat()[i]!) ** 2, shift);
}
