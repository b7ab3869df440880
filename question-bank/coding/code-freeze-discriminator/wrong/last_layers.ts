// rejected by: flags
import * as tf from "@tensorflow/tfjs";

export function freezeLayers(model: tf.LayersModel, count: number): void {
  for (const layer of model.layers.slice(model.layers.length - count)) layer.trainable = false;
}
