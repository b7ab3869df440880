import type * as tf from "@tensorflow/tfjs";
import { flatProgram, floatUniforms } from "./flat_program.ts";
import leakyReluSource from "./leaky_relu_grad.wgsl" with { type: "text" };
import sigmoidSource from "./sigmoid_grad.wgsl" with { type: "text" };
import tanhSource from "./tanh_grad.wgsl" with { type: "text" };
import type { WebGpuBackend } from "./webgpu_backend.ts";

export const leakyReluGrad: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { alpha } = attrs as unknown as { alpha: number };
  const program = flatProgram({
    key: "leaky_relu_grad",
    source: leakyReluSource,
    inputs: ["x", "dy"],
    outputShape: x.shape,
    uniforms: "alpha : f32,",
  });
  return (backend as WebGpuBackend).runWebGPUProgram(program, [x, dy], "float32", floatUniforms(alpha));
};

export const tanhGrad: tf.KernelFunc = fromOutput("tanh_grad", tanhSource);
export const sigmoidGrad: tf.KernelFunc = fromOutput("sigmoid_grad", sigmoidSource);

function fromOutput(key: string, source: string): tf.KernelFunc {
  return ({ inputs, backend }) => {
    const { y, dy } = inputs as unknown as { y: tf.TensorInfo; dy: tf.TensorInfo };
    const program = flatProgram({ key, source, inputs: ["y", "dy"], outputShape: y.shape });
    return (backend as WebGpuBackend).runWebGPUProgram(program, [y, dy], "float32");
  };
}
