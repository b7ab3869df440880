import * as tf from "@tensorflow/tfjs";
import { mayFuse, run } from "../fused/run_fused.ts";
import { attributes, type GradConfig, single } from "./grad_config.ts";

const leakyRelu: GradConfig = {
  kernelName: "LeakyRelu",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => rectified(saved[0]!, single(dy), attributes<{ alpha: number }>(attrs).alpha),
  }),
};

const relu: GradConfig = {
  kernelName: "Relu",
  inputsToSave: ["x"],
  gradFunc: (dy, saved) => ({ x: () => rectified(saved[0]!, single(dy), 0) }),
};

const tanh: GradConfig = {
  kernelName: "Tanh",
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({
    x: () => {
      const y = saved[0]!;
      if (mayFuse("TanhGrad")) return run("TanhGrad", { y, dy: single(dy) });
      return tf.scalar(1).sub(y.square()).mul(single(dy));
    },
  }),
};

const sigmoid: GradConfig = {
  kernelName: "Sigmoid",
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({
    x: () => {
      const y = saved[0]!;
      if (mayFuse("SigmoidGrad")) return run("SigmoidGrad", { y, dy: single(dy) });
      return y.mul(tf.scalar(1).sub(y)).mul(single(dy));
    },
  }),
};

function rectified(x: tf.Tensor, dy: tf.Tensor, alpha: number): tf.Tensor {
  if (mayFuse("LeakyReluGrad")) return run("LeakyReluGrad", { x, dy }, { alpha });
  return alpha === 0 ? dy.mul(tf.step(x)) : tf.where(tf.greater(x, 0), dy, dy.mul(alpha));
}

/** One kernel each where nobody differentiates again; differentiable operations where somebody does. */
export const activationGrads: readonly GradConfig[] = [leakyRelu, relu, tanh, sigmoid];
