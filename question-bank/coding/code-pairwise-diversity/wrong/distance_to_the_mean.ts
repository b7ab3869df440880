// rejected by: triangle
import * as tf from "@tensorflow/tfjs";

export function meanPairwiseDistance(features: tf.Tensor2D): number {
  return features.sub(features.mean(0)).square().sum(1).sqrt().mean().dataSync()[0]! * 2;
}
