import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

interface Attributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** y = x · s^−β with s = bias + α · Σ x² over neighbouring channels, written out so that it differentiates again. */
export const lrnGrad: GradConfig = {
  kernelName: "LRN",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const x = saved[0]!;
      const { depthRadius, bias, alpha, beta } = attributes<Attributes>(attrs);
      const channels = x.shape[3]!;
      const rows = x.reshape([-1, channels]);
      const slope = single(dy).reshape([-1, channels]);
      const neighbours = tf.tidy(() => {
        const index = tf.range(0, channels);
        return tf.lessEqual(index.expandDims(1).sub(index).abs(), depthRadius).toFloat() as tf.Tensor2D;
      });
      const s = rows.square().matMul(neighbours).mul(alpha).add(bias);
      const direct = slope.mul(s.pow(-beta));
      const spread = slope.mul(rows).mul(s.pow(-beta - 1)).matMul(neighbours);
      return direct.sub(rows.mul(spread).mul(2 * alpha * beta)).reshape(x.shape);
    },
  }),
};
