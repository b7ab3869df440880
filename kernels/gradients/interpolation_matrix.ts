import * as tf from "@tensorflow/tfjs";

export type Interpolation = "nearest" | "bilinear";

/** The matrix [output, input] that resizes one axis with half-pixel centres, as the stock forward kernels do. */
export function interpolationMatrix(
  input: number,
  output: number,
  options: { readonly interpolation: Interpolation; readonly alignCorners: boolean },
): tf.Tensor2D {
  const values = new Float32Array(output * input);
  const scale = options.alignCorners && output > 1 ? (input - 1) / (output - 1) : input / output;
  const last = input - 1;
  for (let o = 0; o < output; o++) {
    if (options.interpolation === "nearest") {
      const source = scale * (o + 0.5);
      const index = options.alignCorners ? Math.round(source) : Math.floor(source);
      values[o * input + Math.min(last, Math.max(0, index))]! += 1;
      continue;
    }
    const source = scale * (o + 0.5) - 0.5;
    const low = Math.max(0, Math.floor(source));
    const high = Math.min(last, Math.ceil(source));
    const share = source - low;
    values[o * input + low]! += 1 - share;
    values[o * input + high]! += share;
  }
  return tf.tensor2d(values, [output, input]);
}
