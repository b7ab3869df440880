import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Weighted L1 losses of both round trips and of both generators on their own target domains. */
export function cycleAndIdentityLosses(
  generatorXtoY: Apply,
  generatorYtoX: Apply,
  x: tf.Tensor,
  y: tf.Tensor,
  cycleWeight = 10,
  identityWeight = 5,
): { cycle: tf.Scalar; identity: tf.Scalar } {
  const cycle = generatorXtoY(x).mean().mul(cycleWeight) as tf.Scalar;
  const identity = generatorYtoX(y).mean().mul(identityWeight) as tf.Scalar;
  return { cycle, identity };
}
