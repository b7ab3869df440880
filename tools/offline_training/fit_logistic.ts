/** One row of training data. */
export interface Example {
  readonly features: ArrayLike<number>;
  /** What should come out, in [0, 1]. */
  readonly target: number;
  /** How much the row counts. */
  readonly weight: number;
}

/** How a weight may be signed: +1 never negative, -1 never positive, 0 free. */
export type Sign = -1 | 0 | 1;

/** Options of {@link fitLogistic}. */
export interface FitOptions {
  /** One per feature. */
  readonly signs: readonly Sign[];
  /** Strength of the ridge penalty on weights of standardised features. */
  readonly ridge: number;
  readonly iterations?: number;
}

/** A fitted model on raw features. */
export interface Logistic {
  readonly weights: Float64Array;
  readonly bias: number;
}

/**
 * Logistic regression with signed weights: accelerated projected gradient descent (Beck and Teboulle 2009) on standardised
 * features. Deterministic.
 */
export function fitLogistic(examples: readonly Example[], { signs, ridge, iterations = 1500 }: FitOptions): Logistic {
  const size = signs.length;
  const { means, deviations } = standardisation(examples, size);
  const rows = examples.map(({ features }) =>
    Float64Array.from(
      { length: size + 1 },
      (_, j) => j === size ? 1 : ((features[j] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1),
    )
  );
  // The curvature of the logistic loss is at most a quarter of the features' second moment, here bounded by its trace.
  const lipschitz = ridge + 0.25 * largestEigenvalue(rows, examples);
  let weights = new Float64Array(size + 1);
  let momentum = weights.slice();
  for (let n = 1; n <= iterations; n++) {
    const gradient = gradientAt(momentum, { rows, examples, ridge });
    const next = momentum.map((value, j) => projected(value - (gradient[j] ?? 0) / lipschitz, signs[j] ?? 0));
    const speed = (n - 1) / (n + 2);
    momentum = next.map((value, j) => value + speed * (value - (weights[j] ?? 0)));
    weights = next;
  }
  const raw = Float64Array.from({ length: size }, (_, j) => (weights[j] ?? 0) / (deviations[j] ?? 1));
  return { weights: raw, bias: (weights[size] ?? 0) - raw.reduce((sum, value, j) => sum + value * (means[j] ?? 0), 0) };
}

/** What a model says of a row, as a logit. */
export function logitOf({ weights, bias }: Logistic, features: ArrayLike<number>): number {
  return weights.reduce((sum, weight, j) => sum + weight * (features[j] ?? 0), bias);
}

interface Problem {
  readonly rows: readonly Float64Array[];
  readonly examples: readonly Example[];
  readonly ridge: number;
}

function gradientAt(weights: Float64Array, { rows, examples, ridge }: Problem): Float64Array {
  const gradient = weights.map((value, j) => j === weights.length - 1 ? 0 : ridge * value);
  rows.forEach((row, i) => {
    const { target = 0, weight = 0 } = examples[i] ?? {};
    let logit = 0;
    for (let j = 0; j < row.length; j++) logit += (row[j] ?? 0) * (weights[j] ?? 0);
    const error = weight * (1 / (1 + Math.exp(-logit)) - target);
    for (let j = 0; j < row.length; j++) gradient[j] = (gradient[j] ?? 0) + error * (row[j] ?? 0);
  });
  return gradient;
}

function projected(value: number, sign: Sign): number {
  return sign > 0 ? Math.max(0, value) : sign < 0 ? Math.min(0, value) : value;
}

function standardisation(examples: readonly Example[], size: number) {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (features: ArrayLike<number>, j: number) => number) =>
    Array.from(
      { length: size },
      (_, j) => examples.reduce((sum, { features, weight }) => sum + weight * of(features, j), 0) / total,
    );
  const means = mean((features, j) => features[j] ?? 0);
  const variances = mean((features, j) => ((features[j] ?? 0) - (means[j] ?? 0)) ** 2);
  // A feature that never varies gets no weight.
  return { means, deviations: variances.map((variance) => variance < 1e-12 ? Infinity : Math.sqrt(variance)) };
}

// Power iteration; a little more than its result is a safe bound.
function largestEigenvalue(rows: readonly Float64Array[], examples: readonly Example[]): number {
  let vector = new Float64Array(rows[0]?.length ?? 0).fill(1);
  let value = 1;
  for (let n = 0; n < 30; n++) {
    const next = new Float64Array(vector.length);
    rows.forEach((row, i) => {
      let dot = 0;
      for (let j = 0; j < row.length; j++) dot += (row[j] ?? 0) * (vector[j] ?? 0);
      for (let j = 0; j < row.length; j++) next[j] = (next[j] ?? 0) + (examples[i]?.weight ?? 0) * dot * (row[j] ?? 0);
    });
    value = Math.hypot(...next);
    vector = next.map((entry) => entry / value);
  }
  return 1.1 * value;
}
