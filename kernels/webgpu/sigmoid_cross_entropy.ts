import type * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import { flatProgram } from "./flat_program.ts";
import source from "./sigmoid_cross_entropy.wgsl" with { type: "text" };
import gradSource from "./sigmoid_cross_entropy_grad.wgsl" with { type: "text" };
import type { WebGpuBackend } from "./webgpu_backend.ts";

export const sigmoidCrossEntropyMean: tf.KernelFunc = ({ inputs, backend }) => {
  const { labels, logits } = inputs as unknown as { labels: tf.TensorInfo; logits: tf.TensorInfo };
  const gpu = backend as WebGpuBackend;
  const size = logits.shape.reduce((product, axis) => product * axis, 1);
  return compose("webgpu", backend, (run) => {
    const program = flatProgram({
      key: "sigmoid_cross_entropy",
      source,
      inputs: ["labels", "logits"],
      outputShape: [size],
    });
    const terms = gpu.runWebGPUProgram(program, [labels, logits], "float32");
    const sum = run("Sum", { x: terms }, { axis: [0], keepDims: false });
    gpu.disposeData(terms.dataId);
    return sum;
  });
};

export const sigmoidCrossEntropyMeanGrad: tf.KernelFunc = ({ inputs, backend }) => {
  const { labels, logits, dy } = inputs as unknown as Record<"labels" | "logits" | "dy", tf.TensorInfo>;
  const program = flatProgram({
    key: "sigmoid_cross_entropy_grad",
    source: gradSource,
    inputs: ["labels", "logits", "dy"],
    outputShape: logits.shape,
  });
  return (backend as WebGpuBackend).runWebGPUProgram(program, [labels, logits, dy], "float32");
};
