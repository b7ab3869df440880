// rejected by: identity-pays
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;
interface Corruption {
  kind: "mask" | "gaussian";
  level: number;
  seed: number;
}

export function corrupt(inputs: tf.Tensor, { kind, level, seed }: Corruption): tf.Tensor {
  if (kind === "gaussian") return inputs.add(tf.randomNormal(inputs.shape, 0, level, "float32", seed));
  const kept = tf.randomUniform(inputs.shape, 0, 1, "float32", seed).greaterEqual(level);
  return inputs.mul(kept.cast("float32"));
}

export function denoisingLoss(autoencoder: Apply, inputs: tf.Tensor2D, corruption: Corruption): tf.Scalar {
  const output = autoencoder(inputs.clone());
  return inputs.sub(output).square().sum(1).mean();
}
