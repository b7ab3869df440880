// rejected by: weights
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

function l1(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return a.sub(b).abs().mean();
}

export function cycleAndIdentityLosses(
  generatorXtoY: Apply,
  generatorYtoX: Apply,
  x: tf.Tensor,
  y: tf.Tensor,
  cycleWeight = 10,
  identityWeight = cycleWeight / 2,
): { cycle: tf.Scalar; identity: tf.Scalar } {
  const cycle = l1(generatorYtoX(generatorXtoY(x)), x).add(l1(generatorXtoY(generatorYtoX(y)), y));
  const identity = l1(generatorXtoY(y), y).add(l1(generatorYtoX(x), x));
  return { cycle: cycle.mul(cycleWeight), identity: identity.mul(identityWeight) };
}
