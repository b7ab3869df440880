// rejected by: full-covariance
export function frechetDistance(
  mean1: number[],
  covariance1: number[][],
  mean2: number[],
  covariance2: number[][],
): number {
  const shift = mean1.reduce((sum, value, i) => sum + (value - mean2[i]!) ** 2, 0);
  return mean1.reduce(
    (sum, _, i) => sum + (Math.sqrt(covariance1[i]![i]!) - Math.sqrt(covariance2[i]![i]!)) ** 2,
    shift,
  );
}
