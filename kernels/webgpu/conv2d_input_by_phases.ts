import * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import { flatProgram } from "./flat_program.ts";
import interleaveSource from "./interleave_phases.wgsl" with { type: "text" };
import filterSource from "./phase_filter.wgsl" with { type: "text" };
import type { Uniform, WebGpuBackend } from "./webgpu_backend.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: [number, number, number, number];
}

/**
 * dx of a strided convolution as one stride-1 convolution whose output channels hold all stride phases, then an interleave.
 * The convolution is tiled; the stock program reads dy and the filter afresh for every output.
 */
export const conv2dInputByPhases: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, filter } = inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as Attributes;
  const filterShape = filter.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const gpu = backend as WebGpuBackend;
  const { strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;
  const tall = Math.ceil(filterHeight / strideHeight);
  const wide = Math.ceil(filterWidth / strideWidth);
  const rows = Math.max(info.outHeight, Math.floor((info.inHeight - 1 + padInfo.top) / strideHeight) + 1);
  const columns = Math.max(info.outWidth, Math.floor((info.inWidth - 1 + padInfo.left) / strideWidth) + 1);
  const lanes = strideHeight * strideWidth * inChannels;
  return compose("webgpu", backend, (run) => {
    const taps = gpu.runWebGPUProgram(
      flatProgram({
        key: "phase_filter",
        source: filterSource,
        inputs: ["weights"],
        outputShape: [tall, wide, outChannels, lanes],
        uniforms: "kernel : vec2<i32>, taps : vec2<i32>, strides : vec2<i32>, inChannels : i32, outChannels : i32,",
      }),
      [filter],
      "float32",
      [
        ints(filterHeight, filterWidth),
        ints(tall, wide),
        ints(strideHeight, strideWidth),
        ints(inChannels),
        ints(outChannels),
      ],
    );
    const grid = run("Conv2D", { x: dy, filter: taps }, {
      strides: [1, 1],
      dilations: [1, 1],
      pad: [[0, 0], [tall - 1, rows - info.outHeight], [wide - 1, columns - info.outWidth], [0, 0]],
      dataFormat: "NHWC",
    });
    gpu.disposeData(taps.dataId);
    return gpu.runWebGPUProgram(
      flatProgram({
        key: "interleave_phases",
        source: interleaveSource,
        inputs: ["grid"],
        outputShape: inputShape,
        uniforms: "extent : vec2<i32>, before : vec2<i32>, strides : vec2<i32>, rows : vec2<i32>, channels : i32,",
      }),
      [grid],
      "float32",
      [
        ints(info.inHeight, info.inWidth),
        ints(padInfo.top, padInfo.left),
        ints(strideHeight, strideWidth),
        ints(rows, columns),
        ints(inChannels),
      ],
    );
  });
};

function ints(...data: number[]): Uniform {
  return { type: "int32", data };
}
