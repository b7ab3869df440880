import * as tf from "@tensorflow/tfjs";
import { type GradConfig, single } from "./grad_config.ts";

/**
 * Zero at x = 0, where the derivative has no value: a norm of nothing then pulls nowhere (a subgradient), and the chain
 * rule meets no 0 · ∞.
 */
export const sqrtGrad: GradConfig = {
  kernelName: "Sqrt",
  inputsToSave: ["x"],
  gradFunc: (dy, saved) => ({
    x: () => {
      const x = saved[0]!.toFloat();
      const isZero = tf.equal(x, 0).toFloat();
      return single(dy).mul(tf.scalar(1).sub(isZero)).div(tf.sqrt(x.add(isZero)).mul(2));
    },
  }),
};
