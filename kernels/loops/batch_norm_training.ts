import type * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

type Infos<Name extends string> = Record<Name, tf.TensorInfo>;

export const batchStatisticsLoop: LoopKernel = ({ inputs, memory }) => {
  const { x } = inputs as Infos<"x">;
  const [rows, channels] = x.shape as [number, number];
  const out = memory.zeros([2, channels], "float32");
  const [from, to] = [floats(memory, x), floats(memory, out)];
  const sums = new Float64Array(2 * channels);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) sums[c]! += from[row * channels + c]!;
  }
  for (let c = 0; c < channels; c++) to[c] = sums[c]! / rows;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      const distance = from[row * channels + c]! - to[c]!;
      sums[channels + c]! += distance * distance;
    }
  }
  for (let c = 0; c < channels; c++) to[channels + c] = sums[channels + c]! / rows;
  return out;
};

export const batchNormTrainingLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, scale, offset, statistics } = inputs as Infos<"x" | "scale" | "offset" | "statistics">;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const channels = x.shape[1]!;
  const out = memory.zeros(x.shape, "float32");
  const [from, to, gains, shifts] = [x, out, scale, offset].map((info) => floats(memory, info)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const known = floats(memory, statistics);
  const slope = Float64Array.from(
    { length: channels },
    (_, c) => gains[c]! / Math.sqrt(known[channels + c]! + epsilon),
  );
  const level = Float64Array.from({ length: channels }, (_, c) => shifts[c]! - known[c]! * slope[c]!);
  for (let row = 0; row < from.length; row += channels) {
    for (let c = 0; c < channels; c++) to[row + c] = from[row + c]! * slope[c]! + level[c]!;
  }
  return out;
};

export const batchNormSumsLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy, statistics } = inputs as Infos<"x" | "dy" | "statistics">;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const channels = x.shape[1]!;
  const out = memory.zeros([2, channels], "float32");
  const [from, slopes, known] = [floats(memory, x), floats(memory, dy), floats(memory, statistics)];
  const sums = new Float64Array(2 * channels);
  for (let row = 0; row < from.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      sums[c]! += slopes[row + c]!;
      sums[channels + c]! += slopes[row + c]! * (from[row + c]! - known[c]!);
    }
  }
  for (let c = 0; c < channels; c++) sums[channels + c]! /= Math.sqrt(known[channels + c]! + epsilon);
  floats(memory, out).set(sums);
  return out;
};

export const batchNormInputGradLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy, statistics, sums, scale } = inputs as Infos<"x" | "dy" | "statistics" | "sums" | "scale">;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const [rows, channels] = x.shape as [number, number];
  const out = memory.zeros(x.shape, "float32");
  const [from, slopes, to] = [floats(memory, x), floats(memory, dy), floats(memory, out)];
  const [known, totals, gains] = [floats(memory, statistics), floats(memory, sums), floats(memory, scale)];
  const inverse = Float64Array.from({ length: channels }, (_, c) => 1 / Math.sqrt(known[channels + c]! + epsilon));
  for (let row = 0; row < from.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const normal = (from[row + c]! - known[c]!) * inverse[c]!;
      const rest = slopes[row + c]! - (totals[c]! + normal * totals[channels + c]!) / rows;
      to[row + c] = gains[c]! * inverse[c]! * rest;
    }
  }
  return out;
};

export const movingAverageLoop: LoopKernel = ({ inputs, attrs, memory }) => {
  const { value, statistics } = inputs as Infos<"value" | "statistics">;
  const { momentum, row } = attrs as unknown as { momentum: number; row: 0 | 1 };
  const channels = value.shape[0]!;
  const out = memory.zeros(value.shape, "float32");
  const [old, known, to] = [floats(memory, value), floats(memory, statistics), floats(memory, out)];
  for (let c = 0; c < channels; c++) to[c] = old[c]! * momentum + known[row * channels + c]! * (1 - momentum);
  return out;
};
