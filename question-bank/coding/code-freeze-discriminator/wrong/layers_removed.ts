// rejected by: flags
import * as tf from "@tensorflow/tfjs";

export function freezeLayers(model: tf.LayersModel, count: number): void {
  model.layers.splice(0, count);
}
