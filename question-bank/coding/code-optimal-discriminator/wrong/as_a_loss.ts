// rejected by: by-hand
export function optimalDiscriminator(p: number[], q: number[]): number[] {
  return p.map((real, i) => real + q[i]! === 0 ? 0.5 : real / (real + q[i]!));
}

export function jensenShannonDivergence(p: number[], q: number[]): number {
  const middle = p.map((real, i) => (real + q[i]!) / 2);
  return (divergence(p, middle) + divergence(q, middle)) / 2;
}

export function ganValue(p: number[], q: number[]): number {
  const d = optimalDiscriminator(p, q);
  return -sum(p.map((real, i) => weightedLog(real, d[i]!))) - sum(q.map((fake, i) => weightedLog(fake, 1 - d[i]!)));
}

function divergence(a: number[], b: number[]): number {
  return sum(a.map((value, i) => value === 0 ? 0 : value * Math.log(value / b[i]!)));
}

function weightedLog(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * Math.log(value);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
