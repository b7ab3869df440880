import { at, tensorBy, type TensorData } from "./tensor_data.ts";

// What layers compute, in float64 and plain loops: independent of tfjs. Maps are NHWC.

/** How far a kernel moves, and how many positions it may stand beyond the edges. */
export interface ConvolutionOptions {
  readonly stride?: number;
  readonly padding?: number;
}

/** Convolution with a kernel [k, k, in, out] and a bias [out]. */
export function convolution(
  x: TensorData,
  { kernel, bias }: { readonly kernel: TensorData; readonly bias?: TensorData | undefined },
  { stride = 1, padding = 0 }: ConvolutionOptions = {},
): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const [size = 0, , , outputs = 0] = kernel.shape;
  const sizeOf = (length: number) => Math.floor((length + 2 * padding - size) / stride) + 1;
  return tensorBy([batch, sizeOf(height), sizeOf(width), outputs], (b, i, j, o) => {
    let sum = bias?.values[o!] ?? 0;
    for (let u = 0; u < size; u++) {
      for (let v = 0; v < size; v++) {
        const [row, column] = [i! * stride + u - padding, j! * stride + v - padding];
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        const from = ((b! * height + row) * width + column) * channels;
        const weights = (u * size + v) * channels;
        for (let c = 0; c < channels; c++) {
          sum += x.values[from + c]! * kernel.values[(weights + c) * outputs + o!]!;
        }
      }
    }
    return sum;
  });
}

/** Transposed convolution with a kernel [4, 4, out, in], stride 2 and padding "same": twice the size. */
export function transposedConvolution(
  x: TensorData,
  { kernel, bias }: { readonly kernel: TensorData; readonly bias?: TensorData | undefined },
): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const outputs = kernel.shape[2]!;
  const values = new Array<number>(batch * height * width * 4 * outputs).fill(0);
  const result = { shape: [batch, 2 * height, 2 * width, outputs], values };
  tensorBy([batch, height, width, 4, 4], (b, h, w, u, v) => {
    const [row, column] = [2 * h! + u! - 1, 2 * w! + v! - 1];
    if (row < 0 || row >= 2 * height || column < 0 || column >= 2 * width) return 0;
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += at(x, b!, h!, w!, c) * at(kernel, u!, v!, o, c);
      values[((b! * 2 * height + row) * 2 * width + column) * outputs + o]! += sum;
    }
    return 0;
  });
  return bias === undefined ? result : mapEntries(result, (value, channel) => value + bias.values[channel]!);
}

/** Every entry by itself; the channel is the last index. */
export function mapEntries(x: TensorData, entry: (value: number, channel: number) => number): TensorData {
  const channels = x.shape.at(-1)!;
  return { shape: x.shape, values: x.values.map((value, index) => entry(value, index % channels)) };
}

/** LeakyReLU; ReLU with slope 0. */
export function leakyRelu(x: TensorData, slope: number): TensorData {
  return mapEntries(x, (value) => value >= 0 ? value : slope * value);
}

/** Batch normalisation by running statistics, as in inference; one weight per channel each. */
export function normalization(
  x: TensorData,
  weights: { readonly [role in "gamma" | "beta" | "mean" | "variance"]: TensorData },
): TensorData {
  const { gamma, beta, mean, variance } = weights;
  return mapEntries(x, (value, c) => {
    const normalized = (value - mean.values[c]!) / Math.sqrt(variance.values[c]! + 1e-3);
    return gamma.values[c]! * normalized + beta.values[c]!;
  });
}

/** Maximum of each 2×2 block. */
export function maxPooling(x: TensorData): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  return tensorBy(
    [batch, height / 2, width / 2, channels],
    (b, i, j, c) =>
      Math.max(...[[0, 0], [0, 1], [1, 0], [1, 1]].map(([di, dj]) => at(x, b!, 2 * i! + di!, 2 * j! + dj!, c!))),
  );
}
