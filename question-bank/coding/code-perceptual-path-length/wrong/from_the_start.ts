// rejected by: square
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function perceptualPathLength(
  generator: Apply,
  distance: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor1D,
  startLatents: tf.Tensor2D,
  endLatents: tf.Tensor2D,
  t: tf.Tensor2D,
  epsilon: number,
  interpolate: (a: tf.Tensor, b: tf.Tensor, t: tf.Tensor) => tf.Tensor,
): tf.Scalar {
  const here = generator(startLatents);
  const further = generator(interpolate(startLatents, endLatents, t.add(epsilon)));
  return distance(here, further).div(epsilon ** 2).mean();
}
