import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";
import { sumToShape } from "./sum_to_shape.ts";

/** y = (x − mean) · scale / √(variance + ε) + offset. An absent scale counts as one. */
export const batchNormGrad: GradConfig = {
  kernelName: "FusedBatchNorm",
  inputsToSave: ["x", "mean", "variance", "scale"],
  gradFunc: (dyOrList, saved, attrs) => {
    const dy = single(dyOrList);
    const [x, mean, variance, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const { varianceEpsilon } = attributes<{ varianceEpsilon: number }>(attrs);
    const inverse = tf.rsqrt(variance.add(varianceEpsilon));
    const gain = inverse.mul(scale);
    return {
      x: () => dy.mul(gain),
      mean: () => sumToShape(dy, mean.shape).mul(gain).neg(),
      variance: () => {
        const slope = sumToShape(dy.mul(x.sub(mean)), mean.shape);
        return slope.mul(gain).mul(inverse.square()).mul(-0.5);
      },
      scale: () => sumToShape(dy.mul(x.sub(mean)), mean.shape).mul(inverse),
      offset: () => sumToShape(dy, mean.shape),
    };
  },
};
