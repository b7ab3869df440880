import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";
import { type PoolAttributes, windowShare } from "./pool_counts.ts";

/**
 * The forward pass averages over the part of a window that lies inside the input; the stock backward kernel divides by
 * the whole window. Dividing dy by the share that lies inside makes the two agree.
 */
export const avgPoolGrads: readonly GradConfig[] = [
  forward("AvgPool", "AvgPoolGrad"),
  backward("AvgPoolGrad", "AvgPool"),
  forward("AvgPool3D", "AvgPool3DGrad"),
  backward("AvgPool3DGrad", "AvgPool3D"),
];

function forward(kernelName: string, backwardName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const input = saved[0]!;
        const share = windowShare(input.shape, attributes<PoolAttributes>(attrs));
        const scaled = share ? single(dy).div(share) : single(dy);
        return tf.engine().runKernel(backwardName, { dy: scaled, input }, attrs) as tf.Tensor;
      },
    }),
  };
}

function backward(kernelName: string, forwardName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["input"],
    gradFunc: (ddx, saved, attrs) => ({
      dy: () => {
        const share = windowShare(saved[0]!.shape, attributes<PoolAttributes>(attrs));
        const pooled = tf.engine().runKernel(forwardName, { x: single(ddx) }, attrs) as tf.Tensor;
        return share ? pooled.mul(share) : pooled;
      },
      input: () => tf.zeros(saved[0]!.shape),
    }),
  };
}
