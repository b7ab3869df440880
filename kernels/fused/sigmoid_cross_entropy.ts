import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "../gradients/grad_config.ts";
import { mayFuse, run } from "./run_fused.ts";

/** The mean of max(x, 0) − x·y + log(1 + e^−|x|) over all logits x and labels y. */
export const sigmoidCrossEntropy = "SigmoidCrossEntropy";

/** dx = (σ(x) − y) · dy / count, with a scalar dy. */
export const sigmoidCrossEntropyGrad = "SigmoidCrossEntropyGrad";

export const sigmoidCrossEntropyGradient: GradConfig = {
  kernelName: sigmoidCrossEntropy,
  inputsToSave: ["labels", "logits"],
  gradFunc: (dy, saved, attrs) => {
    const [labels, logits] = saved as [tf.Tensor, tf.Tensor];
    const { count } = attributes<{ count: number }>(attrs);
    return {
      logits: () =>
        mayFuse(sigmoidCrossEntropyGrad)
          ? run(sigmoidCrossEntropyGrad, { labels, logits, dy: single(dy) })
          : logits.sigmoid().sub(labels).mul(single(dy).div(count)),
      labels: () => logits.mul(single(dy).div(-count)),
    };
  },
};

type Loss = (
  labels: tf.Tensor | tf.TensorLike,
  logits: tf.Tensor | tf.TensorLike,
  weights?: tf.Tensor | tf.TensorLike,
  smoothing?: number,
  reduction?: tf.Reduction,
) => tf.Tensor;

/** Puts the fused mean in place of `tf.losses.sigmoidCrossEntropy` for calls without weights and smoothing. */
export function fuseSigmoidCrossEntropy(): void {
  const losses = tf.losses as unknown as { sigmoidCrossEntropy: Loss };
  const stock = losses.sigmoidCrossEntropy;
  const fused: Loss = (labels, logits, weights, smoothing = 0, reduction = tf.Reduction.SUM_BY_NONZERO_WEIGHTS) => {
    const isMean = reduction === tf.Reduction.MEAN || reduction === tf.Reduction.SUM_BY_NONZERO_WEIGHTS;
    const isPlain = labels instanceof tf.Tensor && logits instanceof tf.Tensor && logits.dtype === "float32" &&
      logits.size > 0 && tf.util.arraysEqual(labels.shape, logits.shape);
    if (!isPlain || !isMean || weights || smoothing !== 0 || !tf.getKernel(sigmoidCrossEntropy, tf.getBackend())) {
      return stock(labels, logits, weights, smoothing, reduction);
    }
    return tf.tidy(() => run(sigmoidCrossEntropy, { labels: labels.toFloat(), logits }, { count: logits.size }));
  };
  losses.sigmoidCrossEntropy = fused;
}
