import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "../gradients/grad_config.ts";
import { mayFuse, run } from "./run_fused.ts";

/** Σᵢⱼ f(|aᵢ − bⱼ|) for a [n, d] and b [m, d], without the n × m matrix. */
export const pairwiseSum = "PairwiseSum";

/** Its derivative in a, times a scalar dy: [n, d]. */
export const pairwiseSumGrad = "PairwiseSumGrad";

/** f(r) = r without rates, else the sum of exp(−rate · r²) over the rates. */
export interface PairwiseAttributes {
  readonly rates: number[];
}

/** Rates a kernel takes at most, which bounds its uniforms. */
export const ratesMax = 4;

export const pairwiseSumGradient: GradConfig = {
  kernelName: pairwiseSum,
  inputsToSave: ["a", "b"],
  gradFunc: (dyOrList, saved, attrs) => {
    const dy = single(dyOrList);
    const [a, b] = saved as [tf.Tensor2D, tf.Tensor2D];
    const side = (own: tf.Tensor2D, other: tf.Tensor2D) =>
      mayFuse(pairwiseSumGrad)
        ? run(pairwiseSumGrad, { a: own, b: other, dy }, attrs)
        : composedGrad(own, other, attributes<PairwiseAttributes>(attrs)).mul(dy);
    return { a: () => side(a, b), b: () => side(b, a) };
  },
};

function composedGrad(a: tf.Tensor2D, b: tf.Tensor2D, { rates }: PairwiseAttributes): tf.Tensor {
  const difference = a.expandDims(1).sub(b.expandDims(0));
  const squared = difference.square().sum(2, true);
  const slopes = rates.map((rate) => squared.mul(-rate).exp().mul(-2 * rate));
  // A point on top of another pulls nowhere.
  const isApart = tf.greater(squared, 0).toFloat();
  const slope = rates.length === 0 ? isApart.div(squared.add(tf.scalar(1).sub(isApart)).sqrt()) : tf.addN(slopes);
  return difference.mul(slope).sum(1);
}

/** Σᵢⱼ f(|aᵢ − bⱼ|): fused where the backend has the kernel, else by the distance matrix. */
export function sumOverPairs(a: tf.Tensor2D, b: tf.Tensor2D, rates: readonly number[]): tf.Scalar {
  if (tf.getKernel(pairwiseSum, tf.getBackend())) {
    return run(pairwiseSum, { a, b }, { rates: [...rates] }) as tf.Scalar;
  }
  const squared = a.expandDims(1).sub(b.expandDims(0)).square().sum(2);
  const values = rates.length === 0 ? squared.sqrt() : tf.addN(rates.map((rate) => squared.mul(-rate).exp()));
  return values.sum();
}
