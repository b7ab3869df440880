import type * as tf from "@tensorflow/tfjs";

/** The kernel that does one Adam step of one variable: [value, first moment, second moment] after it. */
export const adamUpdate = "AdamUpdate";

export interface AdamInputs {
  readonly value: tf.TensorInfo;
  readonly gradient: tf.TensorInfo;
  readonly first: tf.TensorInfo;
  readonly second: tf.TensorInfo;
}

export interface AdamAttributes {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 − β₁^t and 1 − β₂^t at step t, counted from one. */
  readonly correction1: number;
  readonly correction2: number;
}
