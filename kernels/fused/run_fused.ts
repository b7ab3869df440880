import * as tf from "@tensorflow/tfjs";
import { engineInternals } from "../engine/engine_access.ts";

/** Whether a fused kernel may run here: the backend has it, and nobody records this step to differentiate it again. */
export function mayFuse(kernelName: string): boolean {
  return !engineInternals().isTapeOn() && Boolean(tf.getKernel(kernelName, tf.getBackend()));
}

export function run(kernelName: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
}

/** Runs a kernel off the tape: its result counts as a constant. */
export function runUntaped(kernelName: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor {
  const { kernelFunc } = tf.getKernel(kernelName, tf.getBackend());
  const info = kernelFunc({ inputs, backend: tf.backend(), attrs: attrs as tf.NamedAttrMap }) as tf.TensorInfo;
  return engineInternals().makeTensorFromTensorInfo(info);
}
