import type * as tf from "@tensorflow/tfjs";
import type { AdamAttributes, AdamInputs } from "../optimizers/adam_update.ts";
import firstMoment from "./adam_first_moment.wgsl" with { type: "text" };
import secondMoment from "./adam_second_moment.wgsl" with { type: "text" };
import valueSource from "./adam_value.wgsl" with { type: "text" };
import { flatProgram, floatUniforms } from "./flat_program.ts";
import type { WebGpuBackend } from "./webgpu_backend.ts";

const momentUniforms = "keep : f32, rest : f32,";

/** Three programs a variable; stock takes fourteen and eight uploads. */
export const adamUpdateKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { value, gradient, first, second } = inputs as unknown as AdamInputs;
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = attrs as unknown as AdamAttributes;
  const gpu = backend as WebGpuBackend;
  const outputShape = value.shape;
  const moment = { inputs: ["moment", "gradient"], outputShape, uniforms: momentUniforms };
  const newFirst = gpu.runWebGPUProgram(
    flatProgram({ key: "adam_first_moment", source: firstMoment, ...moment }),
    [first, gradient],
    "float32",
    floatUniforms(beta1, 1 - beta1),
  );
  const newSecond = gpu.runWebGPUProgram(
    flatProgram({ key: "adam_second_moment", source: secondMoment, ...moment }),
    [second, gradient],
    "float32",
    floatUniforms(beta2, 1 - beta2),
  );
  const newValue = gpu.runWebGPUProgram(
    flatProgram({
      key: "adam_value",
      source: valueSource,
      inputs: ["value", "first", "second"],
      outputShape,
      uniforms: "rate : f32, epsilon : f32, correction1 : f32, correction2 : f32,",
    }),
    [value, newFirst, newSecond],
    "float32",
    floatUniforms(learningRate, epsilon, correction1, correction2),
  );
  return [newValue, newFirst, newSecond];
};
