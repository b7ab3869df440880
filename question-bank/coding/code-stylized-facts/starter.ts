/** Logarithms of the ratios of successive prices. */
export function logReturns(prices: number[]): number[] {
  return prices.map((price) => Math.log(price));
}

/** Correlation of a series with itself, lag steps later. */
export function autocorrelation(series: number[], lag: number): number {
  return series[lag]! * series[0]!;
}

/** How much heavier the tails are than a Gaussian's. */
export function excessKurtosis(series: number[]): number {
  return series.length - 3;
}
