import type * as tf from "@tensorflow/tfjs";
import inputGradSource from "./batch_norm_input_grad.wgsl" with { type: "text" };
import sumsSource from "./batch_norm_sums.wgsl" with { type: "text" };
import trainingSource from "./batch_norm_training.wgsl" with { type: "text" };
import statisticsSource from "./batch_statistics.wgsl" with { type: "text" };
import { flatProgram } from "./flat_program.ts";
import movingAverageSource from "./moving_average.wgsl" with { type: "text" };
import type { Uniform, WebGpuBackend, WebGpuProgram } from "./webgpu_backend.ts";

type Infos<Name extends string> = Record<Name, tf.TensorInfo>;

export const batchStatisticsKernel: tf.KernelFunc = ({ inputs, backend }) => {
  const { x } = inputs as unknown as Infos<"x">;
  const [rows, channels] = x.shape as [number, number];
  const program = channelProgram({
    key: "batch_statistics",
    source: statisticsSource,
    inputs: ["x"],
    channels,
    uniforms: "rows : i32, channels : i32,",
  });
  return (backend as WebGpuBackend).runWebGPUProgram(program, [x], "float32", [int(rows), int(channels)]);
};

export const batchNormSumsKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy, statistics } = inputs as unknown as Infos<"x" | "dy" | "statistics">;
  const [rows, channels] = x.shape as [number, number];
  const program = channelProgram({
    key: "batch_norm_sums",
    source: sumsSource,
    inputs: ["x", "dy", "statistics"],
    channels,
    uniforms: "rows : i32, channels : i32, epsilon : f32,",
  });
  const uniforms = [int(rows), int(channels), epsilonOf(attrs)];
  return (backend as WebGpuBackend).runWebGPUProgram(program, [x, dy, statistics], "float32", uniforms);
};

export const batchNormTrainingKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, scale, offset, statistics } = inputs as unknown as Infos<"x" | "scale" | "offset" | "statistics">;
  const program = flatProgram({
    key: "batch_norm_training",
    source: trainingSource,
    inputs: ["x", "scale", "offset", "statistics"],
    outputShape: x.shape,
    uniforms: "channels : i32, epsilon : f32,",
  });
  const uniforms = [int(x.shape[1]!), epsilonOf(attrs)];
  return (backend as WebGpuBackend).runWebGPUProgram(program, [x, scale, offset, statistics], "float32", uniforms);
};

export const batchNormInputGradKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy, statistics, sums, scale } = inputs as unknown as Infos<"x" | "dy" | "statistics" | "sums" | "scale">;
  const program = flatProgram({
    key: "batch_norm_input_grad",
    source: inputGradSource,
    inputs: ["x", "dy", "statistics", "sums", "scale"],
    outputShape: x.shape,
    uniforms: "channels : i32, epsilon : f32,",
  });
  const uniforms = [int(x.shape[1]!), epsilonOf(attrs)];
  return (backend as WebGpuBackend).runWebGPUProgram(program, [x, dy, statistics, sums, scale], "float32", uniforms);
};

export const movingAverageKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { value, statistics } = inputs as unknown as Infos<"value" | "statistics">;
  const { momentum, row } = attrs as unknown as { momentum: number; row: 0 | 1 };
  const program = flatProgram({
    key: "moving_average",
    source: movingAverageSource,
    inputs: ["value", "statistics"],
    outputShape: value.shape,
    uniforms: "row : i32, momentum : f32,",
  });
  const uniforms: Uniform[] = [int(row), { type: "float32", data: [momentum] }];
  return (backend as WebGpuBackend).runWebGPUProgram(program, [value, statistics], "float32", uniforms);
};

/** One workgroup of 64 a channel; `fn main()` in WGSL; the output is [2, channels]. */
function channelProgram(options: {
  readonly key: string;
  readonly source: string;
  readonly inputs: readonly string[];
  readonly channels: number;
  readonly uniforms: string;
}): WebGpuProgram {
  return {
    variableNames: [...options.inputs],
    outputShape: [2, options.channels],
    shaderKey: `gan_${options.key}`,
    workgroupSize: [64, 1, 1],
    // A second axis keeps tfjs from treating the program as flat.
    dispatchLayout: { x: [1], y: [0], z: [] },
    dispatch: [options.channels, 1, 1],
    uniforms: options.uniforms,
    getUserCode: () => options.source,
  };
}

function int(value: number): Uniform {
  return { type: "int32", data: [value] };
}

function epsilonOf(attrs: tf.NamedAttrMap | undefined): Uniform {
  return { type: "float32", data: [(attrs as unknown as { epsilon: number }).epsilon] };
}
