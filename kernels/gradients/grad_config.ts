import type * as tf from "@tensorflow/tfjs";

export type GradConfig = tf.GradConfig;

/** Attributes reach gradients untyped; a gradient names the ones it reads. */
export function attributes<T>(attrs: tf.NamedAttrMap): T {
  return attrs as unknown as T;
}

/** The gradient of an operation with one output. */
export function single(dy: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(dy) ? dy[0]! : dy;
}
