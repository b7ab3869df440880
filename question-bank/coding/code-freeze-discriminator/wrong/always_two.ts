// rejected by: fresh-model
import * as tf from "@tensorflow/tfjs";

export function freezeLayers(model: tf.LayersModel, count: number): void {
  for (const layer of model.layers.slice(0, Math.min(count, 2))) layer.trainable = false;
}
