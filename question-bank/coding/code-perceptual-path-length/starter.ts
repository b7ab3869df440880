import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Mean over the batch of distance(G(at t), G(at t + epsilon)) / epsilon². */
export function perceptualPathLength(
  generator: Apply,
  distance: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor1D,
  startLatents: tf.Tensor2D,
  endLatents: tf.Tensor2D,
  t: tf.Tensor2D,
  epsilon: number,
  interpolate: (a: tf.Tensor, b: tf.Tensor, t: tf.Tensor) => tf.Tensor,
): tf.Scalar {
  const [start, end] = [generator(startLatents), generator(endLatents)];
  return distance(start, interpolate(start, end, t.add(epsilon))).mean();
}
