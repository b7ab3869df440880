import type * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

export const sigmoidCrossEntropyMean: LoopKernel = ({ inputs, memory }) => {
  const { labels, logits } = inputs as { labels: tf.TensorInfo; logits: tf.TensorInfo };
  const out = memory.zeros([], "float32");
  const [y, x] = [floats(memory, labels), floats(memory, logits)];
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    sum += Math.max(value, 0) - value * y[i]! + Math.log1p(Math.exp(-Math.abs(value)));
  }
  floats(memory, out)[0] = sum / x.length;
  return out;
};

export const sigmoidCrossEntropyMeanGrad: LoopKernel = ({ inputs, memory }) => {
  const { labels, logits, dy } = inputs as Record<"labels" | "logits" | "dy", tf.TensorInfo>;
  const out = memory.zeros(logits.shape, "float32");
  const [y, x, to] = [floats(memory, labels), floats(memory, logits), floats(memory, out)];
  const scale = floats(memory, dy)[0]! / x.length;
  for (let i = 0; i < x.length; i++) to[i] = (1 / (1 + Math.exp(-x[i]!)) - y[i]!) * scale;
  return out;
};
