/** Squared Fréchet distance of two Gaussians; means [d], covariances [d][d]. */
export function frechetDistance(
  mean1: number[],
  covariance1: number[][],
  mean2: number[],
  covariance2: number[][],
): number {
  const trace = (matrix: number[][]) => matrix.reduce((sum, row, i) => sum + row[i]!, 0);
  const shift = mean1.reduce((sum, value, i) => sum + (value - mean2[i]!) ** 2, 0);
  return shift + trace(covariance1) + trace(covariance2);
}
