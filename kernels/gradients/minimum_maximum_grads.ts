import * as tf from "@tensorflow/tfjs";
import { type GradConfig, single } from "./grad_config.ts";
import { sumToShape } from "./sum_to_shape.ts";

/** The gradient goes to the operand that was taken, to `a` on a tie, summed over broadcast axes. */
export const minimumMaximumGrads: readonly GradConfig[] = [
  choice("Minimum", tf.lessEqual, tf.greater),
  choice("Maximum", tf.greaterEqual, tf.less),
];

function choice(kernelName: string, takesA: typeof tf.less, takesB: typeof tf.less): GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      return {
        a: () => sumToShape(single(dy).mul(takesA(a, b).toFloat()), a.shape),
        b: () => sumToShape(single(dy).mul(takesB(a, b).toFloat()), b.shape),
      };
    },
  };
}
