import type * as tf from "@tensorflow/tfjs";
import type { AdamAttributes, AdamInputs } from "../optimizers/adam_update.ts";
import { floats, type Memory } from "./memory.ts";

/** One Adam step in one pass over memory (Kingma & Ba 2015, algorithm 1). */
export function adamUpdateLoops(inputs: AdamInputs, attrs: AdamAttributes, memory: Memory): tf.TensorInfo[] {
  const { shape } = inputs.value;
  const outputs = [0, 1, 2].map(() => memory.zeros(shape, "float32"));
  const [value, first, second] = outputs.map((info) => floats(memory, info)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const from = floats(memory, inputs.value);
  const gradient = floats(memory, inputs.gradient);
  const oldFirst = floats(memory, inputs.first);
  const oldSecond = floats(memory, inputs.second);
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = attrs;
  const [rest1, rest2] = [1 - beta1, 1 - beta2];
  const [scale1, scale2] = [learningRate / correction1, 1 / correction2];
  for (let i = 0; i < from.length; i++) {
    const slope = gradient[i]!;
    const m = beta1 * oldFirst[i]! + rest1 * slope;
    const v = beta2 * oldSecond[i]! + rest2 * slope * slope;
    first[i] = m;
    second[i] = v;
    value[i] = from[i]! - scale1 * m / (Math.sqrt(v * scale2) + epsilon);
  }
  return outputs;
}
