import type * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import { type PairwiseAttributes, ratesMax } from "../fused/pairwise_sum.ts";
import { flatProgram } from "./flat_program.ts";
import source from "./pairwise_sum.wgsl" with { type: "text" };
import gradSource from "./pairwise_sum_grad.wgsl" with { type: "text" };
import type { Uniform, WebGpuBackend } from "./webgpu_backend.ts";

// Points of b that one invocation goes through.
const span = 256;

export const pairwiseSumKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { a, b } = inputs as unknown as Record<"a" | "b", tf.TensorInfo>;
  const { rates } = attrs as unknown as PairwiseAttributes;
  const gpu = backend as WebGpuBackend;
  const [rows, dimensions] = a.shape as [number, number];
  const columns = b.shape[0]!;
  const tiles = Math.ceil(columns / span);
  return compose("webgpu", backend, (run) => {
    const program = flatProgram({
      key: "pairwise_sum",
      source,
      inputs: ["a", "b"],
      outputShape: [rows * tiles],
      uniforms: "rates : vec4<f32>, count : i32, dimensions : i32, columns : i32, tiles : i32, span : i32,",
    });
    const uniforms = [padded(rates), int(rates.length), int(dimensions), int(columns), int(tiles), int(span)];
    const parts = gpu.runWebGPUProgram(program, [a, b], "float32", uniforms);
    const sum = run("Sum", { x: parts }, { axis: [0], keepDims: false });
    gpu.disposeData(parts.dataId);
    return sum;
  });
};

export const pairwiseSumGradKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { a, b, dy } = inputs as unknown as Record<"a" | "b" | "dy", tf.TensorInfo>;
  const { rates } = attrs as unknown as PairwiseAttributes;
  const program = flatProgram({
    key: "pairwise_sum_grad",
    source: gradSource,
    inputs: ["a", "b", "dy"],
    outputShape: a.shape,
    uniforms: "rates : vec4<f32>, count : i32, dimensions : i32, columns : i32,",
  });
  const uniforms = [padded(rates), int(rates.length), int(a.shape[1]!), int(b.shape[0]!)];
  return (backend as WebGpuBackend).runWebGPUProgram(program, [a, b, dy], "float32", uniforms);
};

function padded(rates: readonly number[]): Uniform {
  return { type: "float32", data: Array.from({ length: ratesMax }, (_, i) => rates[i] ?? 0) };
}

function int(value: number): Uniform {
  return { type: "int32", data: [value] };
}
