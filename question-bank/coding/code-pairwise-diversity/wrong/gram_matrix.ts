// rejected by: identical
import * as tf from "@tensorflow/tfjs";

export function meanPairwiseDistance(features: tf.Tensor2D): number {
  const count = features.shape[0];
  const squares = features.square().sum(1, true);
  const products = tf.matMul(features, features, false, true);
  const distances = squares.add(squares.transpose()).sub(products.mul(2)).sqrt();
  return distances.sum().dataSync()[0]! / (count * (count - 1));
}
