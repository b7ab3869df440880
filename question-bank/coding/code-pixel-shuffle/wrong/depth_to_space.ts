// rejected by: two-channels
import * as tf from "@tensorflow/tfjs";

export function pixelShuffle(features: tf.Tensor4D, factor: number): tf.Tensor4D {
  return tf.depthToSpace(features, factor, "NHWC");
}
