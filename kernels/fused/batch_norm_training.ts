import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "../gradients/grad_config.ts";
import { mayFuse, run, runUntaped } from "./run_fused.ts";

/** x [rows, channels] to [2, channels]: mean and (biased) variance of each channel. */
export const batchStatistics = "BatchStatistics";
/** (x − mean) · scale / √(variance + ε) + offset, with the statistics of x itself. */
export const batchNormTraining = "BatchNormTraining";
/** [2, channels]: Σ dy and Σ dy · x̂ of each channel. */
export const batchNormSums = "BatchNormSums";
/** dx from the sums. */
export const batchNormInputGrad = "BatchNormInputGrad";
/** value · momentum + statistics[row] · (1 − momentum). */
export const movingAverage = "MovingAverage";

/** The statistics are a function of x, so dx carries their share (Ioffe & Szegedy 2015, section 3). */
export const batchNormTrainingGradient: GradConfig = {
  kernelName: batchNormTraining,
  inputsToSave: ["x", "scale", "statistics"],
  gradFunc: (dyOrList, saved, attrs) => {
    const dy = single(dyOrList) as tf.Tensor2D;
    const [x, scale, statistics] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D];
    const { epsilon } = attributes<{ epsilon: number }>(attrs);
    if (!mayFuse(batchNormSums)) return composed(dy, x, scale, epsilon);
    const channels = scale.size;
    const sums = run(batchNormSums, { x, dy, statistics }, { epsilon });
    return {
      x: () => run(batchNormInputGrad, { x, dy, statistics, sums, scale }, { epsilon }),
      offset: () => sums.slice([0, 0], [1, channels]).reshape([channels]),
      scale: () => sums.slice([1, 0], [1, channels]).reshape([channels]),
    };
  },
};

function composed(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  scale: tf.Tensor1D,
  epsilon: number,
): ReturnType<GradConfig["gradFunc"]> {
  const { mean, variance } = tf.moments(x, 0);
  const inverse = variance.add(epsilon).rsqrt();
  const normal = x.sub(mean).mul(inverse);
  return {
    x: () => {
      const along = normal.mul(dy.mul(normal).mean(0));
      return dy.sub(dy.mean(0)).sub(along).mul(inverse.mul(scale));
    },
    offset: () => dy.sum(0),
    scale: () => dy.mul(normal).sum(0),
  };
}

/** Normalises x [rows, channels] and gives its statistics, which no gradient enters. */
export function normaliseBatch(
  x: tf.Tensor2D,
  options: { readonly scale: tf.Tensor; readonly offset: tf.Tensor; readonly epsilon: number },
): { readonly normed: tf.Tensor; readonly statistics: tf.Tensor } {
  const { scale, offset, epsilon } = options;
  const statistics = runUntaped(batchStatistics, { x });
  return { normed: run(batchNormTraining, { x, scale, offset, statistics }, { epsilon }), statistics };
}

export function canNormaliseBatch(): boolean {
  return Boolean(tf.getKernel(batchNormTraining, tf.getBackend()));
}
