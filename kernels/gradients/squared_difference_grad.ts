import type * as tf from "@tensorflow/tfjs";
import { type GradConfig, single } from "./grad_config.ts";
import { sumToShape } from "./sum_to_shape.ts";

/** As stock, and summed over broadcast axes. */
export const squaredDifferenceGrad: GradConfig = {
  kernelName: "SquaredDifference",
  inputsToSave: ["a", "b"],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    return {
      a: () => sumToShape(single(dy).mul(a.sub(b)).mul(2), a.shape),
      b: () => sumToShape(single(dy).mul(b.sub(a)).mul(2), b.shape),
    };
  },
};
