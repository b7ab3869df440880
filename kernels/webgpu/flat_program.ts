import type { WebGpuProgram } from "./webgpu_backend.ts";

const workgroup = 64;

/** A program that computes each place of its output on its own: `fn main(index : i32)` in WGSL. */
export function flatProgram(options: {
  /** Names the shader; one name must always mean the same text. */
  readonly key: string;
  readonly source: string;
  readonly inputs: readonly string[];
  readonly outputShape: readonly number[];
  /** For example `"alpha : f32, count : i32,"`. */
  readonly uniforms?: string;
}): WebGpuProgram {
  const { key, source, inputs, outputShape, uniforms } = options;
  const size = outputShape.reduce((product, axis) => product * axis, 1);
  return {
    variableNames: [...inputs],
    outputShape: [...outputShape],
    shaderKey: `gan_${key}`,
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [...outputShape.keys()] },
    dispatch: [Math.ceil(size / workgroup), 1, 1],
    size: true,
    ...(uniforms ? { uniforms } : {}),
    getUserCode: () => source,
  };
}

export function floatUniforms(...values: readonly number[]): { type: "float32"; data: number[] }[] {
  return values.map((value) => ({ type: "float32", data: [value] }));
}
