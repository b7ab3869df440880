import type * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

export const leakyReluGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { alpha } = attrs as unknown as { alpha: number };
  const out = memory.zeros(x.shape, "float32");
  const [values, slopes, to] = [floats(memory, x), floats(memory, dy), floats(memory, out)];
  for (let i = 0; i < to.length; i++) to[i] = values[i]! > 0 ? slopes[i]! : alpha * slopes[i]!;
  return out;
};

export const tanhGrad: LoopKernel = ({ inputs, memory }) => {
  const { y, dy } = inputs as { y: tf.TensorInfo; dy: tf.TensorInfo };
  const out = memory.zeros(y.shape, "float32");
  const [values, slopes, to] = [floats(memory, y), floats(memory, dy), floats(memory, out)];
  for (let i = 0; i < to.length; i++) to[i] = (1 - values[i]! * values[i]!) * slopes[i]!;
  return out;
};

export const sigmoidGrad: LoopKernel = ({ inputs, memory }) => {
  const { y, dy } = inputs as { y: tf.TensorInfo; dy: tf.TensorInfo };
  const out = memory.zeros(y.shape, "float32");
  const [values, slopes, to] = [floats(memory, y), floats(memory, dy), floats(memory, out)];
  for (let i = 0; i < to.length; i++) to[i] = values[i]! * (1 - values[i]!) * slopes[i]!;
  return out;
};
