// rejected by: offset
export function logReturns(prices: number[]): number[] {
  return prices.slice(1).map((price, index) => Math.log(price / prices[index]!));
}

export function autocorrelation(series: number[], lag: number): number {
  const deviations = deviationsOf(series);
  const products = deviations.slice(lag).map((value, index) => value * deviations[index]!);
  return sum(products) / sum(deviations.map((value) => value ** 2));
}

export function excessKurtosis(series: number[]): number {
  const deviations = deviationsOf(series);
  const moment = (order: number) => sum(deviations.map((value) => value ** order)) / series.length;
  return moment(4) / moment(2) ** 2 - 3;
}

function deviationsOf(series: number[]): number[] {
  const mean = sum(series) / series.length;
  return series.map((value) => value - 0 * mean);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
