import type * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

export const pairwiseSumLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { a, b } = inputs as Record<"a" | "b", tf.TensorInfo>;
  const { rates } = attrs as unknown as { rates: number[] };
  const dimensions = a.shape[1]!;
  const out = memory.zeros([], "float32");
  const [left, right] = [floats(memory, a), floats(memory, b)];
  let sum = 0;
  for (let i = 0; i < left.length; i += dimensions) {
    for (let j = 0; j < right.length; j += dimensions) {
      let squared = 0;
      for (let d = 0; d < dimensions; d++) squared += (left[i + d]! - right[j + d]!) ** 2;
      if (rates.length === 0) sum += Math.sqrt(squared);
      else for (let k = 0; k < rates.length; k++) sum += Math.exp(-rates[k]! * squared);
    }
  }
  floats(memory, out)[0] = sum;
  return out;
};

export const pairwiseSumGradLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { a, b, dy } = inputs as Record<"a" | "b" | "dy", tf.TensorInfo>;
  const { rates } = attrs as unknown as { rates: number[] };
  const dimensions = a.shape[1]!;
  const out = memory.zeros(a.shape, "float32");
  const [left, right, to] = [floats(memory, a), floats(memory, b), floats(memory, out)];
  const scale = floats(memory, dy)[0]!;
  for (let i = 0; i < left.length; i += dimensions) {
    for (let j = 0; j < right.length; j += dimensions) {
      let squared = 0;
      for (let d = 0; d < dimensions; d++) squared += (left[i + d]! - right[j + d]!) ** 2;
      if (squared === 0) continue;
      let slope = 0;
      if (rates.length === 0) slope = 1 / Math.sqrt(squared);
      else for (let k = 0; k < rates.length; k++) slope -= 2 * rates[k]! * Math.exp(-rates[k]! * squared);
      for (let d = 0; d < dimensions; d++) to[i + d]! += scale * slope * (left[i + d]! - right[j + d]!);
    }
  }
  return out;
};
