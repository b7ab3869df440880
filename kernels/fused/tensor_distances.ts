import * as tf from "@tensorflow/tfjs";
import { ratesMax, sumOverPairs } from "./pairwise_sum.ts";

/** Points [count, dimensions] as a tensor. */
export type PointsTensor = ReturnType<(typeof tf)["tensor2d"]>;

/** One number as a tensor. */
export type ScalarTensor = ReturnType<(typeof tf)["scalar"]>;

/**
 * The energy distance of two sets of points as a tensor, differentiable in both, so that it can be a loss: the same number as
 * `energyDistance`, in float32 on the active backend. No n × m matrix is made on an installed backend.
 *
 * @param a Points [n, d].
 * @param b Points [m, d].
 * @throws {RangeError} When the ranks or dimensions do not fit.
 */
export function energyDistanceTensor(a: PointsTensor, b: PointsTensor): ScalarTensor {
  assertPoints(a, b);
  return tf.tidy(() => {
    const mean = (x: tf.Tensor2D, y: tf.Tensor2D) => sumOverPairs(x, y, []).div(x.shape[0] * y.shape[0]);
    return mean(a, b).mul(2).sub(mean(a, a)).sub(mean(b, b)) as tf.Scalar;
  });
}

/**
 * The squared MMD of two sets of points with a mean of Gaussian kernels, as a tensor, differentiable in both: the same number as
 * `maximumMeanDiscrepancy`, in float32 on the active backend.
 *
 * @param a Points [n, d].
 * @param b Points [m, d].
 * @param options.bandwidths One to four positive widths.
 * @throws {RangeError} When the ranks, dimensions or bandwidths do not fit.
 */
export function maximumMeanDiscrepancyTensor(
  a: PointsTensor,
  b: PointsTensor,
  options: { readonly bandwidths: readonly number[] },
): ScalarTensor {
  assertPoints(a, b);
  const { bandwidths } = options;
  if (bandwidths.length < 1 || bandwidths.length > ratesMax || bandwidths.some((width) => !(width > 0))) {
    throw new RangeError(
      `Cannot compare points at bandwidths "${bandwidths}": expected one to ${ratesMax} positive widths`,
    );
  }
  const rates = bandwidths.map((width) => 1 / (2 * width * width));
  return tf.tidy(() => {
    const mean = (x: tf.Tensor2D, y: tf.Tensor2D) =>
      sumOverPairs(x, y, rates).div(x.shape[0] * y.shape[0] * rates.length);
    return mean(a, a).add(mean(b, b)).sub(mean(a, b).mul(2)) as tf.Scalar;
  });
}

function assertPoints(a: tf.Tensor, b: tf.Tensor): void {
  const isFit = a.rank === 2 && b.rank === 2 && a.shape[1] === b.shape[1] && a.size > 0 && b.size > 0;
  if (isFit && a.dtype === "float32" && b.dtype === "float32") return;
  throw new RangeError(
    `Cannot compare points of shapes "[${a.shape}]" and "[${b.shape}]" (${a.dtype}, ${b.dtype}): ` +
      "expected float32 [n, d] and [m, d]",
  );
}
