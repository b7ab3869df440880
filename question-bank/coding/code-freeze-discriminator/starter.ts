import * as tf from "@tensorflow/tfjs";

/** Makes the first layers non-trainable, in place. */
export function freezeLayers(model: tf.LayersModel, count: number): void {
  model.trainable = count > 0;
}
