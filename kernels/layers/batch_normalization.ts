import * as tf from "@tensorflow/tfjs";

interface Weight {
  read(): tf.Tensor | null;
}

interface BatchNormalization {
  gamma?: Weight;
  beta?: Weight;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor | tf.Tensor[];
}

/**
 * In training the stock layer reads gamma and beta even when `scale: false` or `center: false` left them out. What it
 * calls with them takes null, so null is what it reads.
 */
export function mendBatchNormalization(): void {
  const prototype = tf.layers.batchNormalization().constructor.prototype as BatchNormalization;
  const stock = prototype.call;
  const absent: Weight = { read: () => null };
  prototype.call = function (inputs, kwargs) {
    if (this.gamma && this.beta) return stock.call(this, inputs, kwargs);
    const { gamma, beta } = this;
    this.gamma = gamma ?? absent;
    this.beta = beta ?? absent;
    try {
      return stock.call(this, inputs, kwargs);
    } finally {
      restore(this, "gamma", gamma);
      restore(this, "beta", beta);
    }
  };
}

function restore(layer: BatchNormalization, name: "gamma" | "beta", weight: Weight | undefined): void {
  if (weight) layer[name] = weight;
  else delete layer[name];
}
