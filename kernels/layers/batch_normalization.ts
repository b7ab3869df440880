import * as tf from "@tensorflow/tfjs";
import { canNormaliseBatch, movingAverage, normaliseBatch } from "../fused/batch_norm_training.ts";
import { runUntaped } from "../fused/run_fused.ts";

interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

interface BatchNormalization {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
  gamma?: Weight;
  beta?: Weight;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean } | null): tf.Tensor | tf.Tensor[];
}

/**
 * Trains the batch-normalisation layer with fused kernels where it normalises the last axis. In training the stock layer
 * reads gamma and beta even when `scale: false` or `center: false` left them out; elsewhere it now reads null, which is
 * what its callees take for absent.
 */
export function mendBatchNormalization(): void {
  const prototype = tf.layers.batchNormalization().constructor.prototype as BatchNormalization;
  const stock = prototype.call;
  prototype.call = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    const isLast = this.axis === -1 || this.axis === x.rank - 1;
    if (kwargs?.training && isLast && x.dtype === "float32" && canNormaliseBatch()) {
      return tf.tidy(() => train(this, x));
    }
    return this.gamma && this.beta ? stock.call(this, inputs, kwargs) : callWithAbsent(this, () => {
      return stock.call(this, inputs, kwargs);
    });
  };
}

function train(layer: BatchNormalization, x: tf.Tensor): tf.Tensor {
  const channels = x.shape[x.rank - 1]!;
  const { normed, statistics } = normaliseBatch(x.reshape([-1, channels]), {
    scale: layer.gamma?.read() ?? tf.ones([channels]),
    offset: layer.beta?.read() ?? tf.zeros([channels]),
    epsilon: layer.epsilon,
  });
  for (const [row, moving] of [layer.movingMean, layer.movingVariance].entries()) {
    moving.write(runUntaped(movingAverage, { value: moving.read(), statistics }, { momentum: layer.momentum, row }));
  }
  return normed.reshape(x.shape);
}

function callWithAbsent<T>(layer: BatchNormalization, run: () => T): T {
  const absent = { read: () => null } as unknown as Weight;
  const { gamma, beta } = layer;
  layer.gamma = gamma ?? absent;
  layer.beta = beta ?? absent;
  try {
    return run();
  } finally {
    restore(layer, "gamma", gamma);
    restore(layer, "beta", beta);
  }
}

function restore(layer: BatchNormalization, name: "gamma" | "beta", weight: Weight | undefined): void {
  if (weight) layer[name] = weight;
  else delete layer[name];
}
