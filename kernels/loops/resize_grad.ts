import type * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** Sizes of a resize: [batch, height, width, channels] to [batch, outHeight, outWidth, channels]. */
export interface ResizeShape {
  readonly input: readonly [number, number, number, number];
  readonly outHeight: number;
  readonly outWidth: number;
  readonly alignCorners: boolean;
}

interface Tap {
  readonly low: number;
  readonly high: number;
  readonly highShare: number;
}

/** Sends each dy back to the pixels it was read from. `dx` must come in as zeros. */
export function resizeGradLoops(
  arrays: { readonly dy: Float32Array; readonly dx: Float32Array },
  shape: ResizeShape & { readonly interpolation: "nearest" | "bilinear" },
): void {
  const { dy, dx } = arrays;
  const [batch, height, width, channels] = shape.input;
  const { outHeight, outWidth } = shape;
  const rows = taps(height, outHeight, shape);
  const columns = taps(width, outWidth, shape);
  let from = 0;
  for (let b = 0; b < batch; b++) {
    for (const row of rows) {
      const upper = (b * height + row.low) * width;
      const lower = (b * height + row.high) * width;
      for (const column of columns) {
        const high = row.highShare;
        const right = column.highShare;
        const places = [upper + column.low, upper + column.high, lower + column.low, lower + column.high];
        const shares = [(1 - high) * (1 - right), (1 - high) * right, high * (1 - right), high * right];
        for (let corner = 0; corner < 4; corner++) {
          const share = shares[corner]!;
          if (share === 0) continue;
          const to = places[corner]! * channels;
          for (let c = 0; c < channels; c++) dx[to + c]! += share * dy[from + c]!;
        }
        from += channels;
      }
    }
  }
}

function taps(
  input: number,
  output: number,
  options: { readonly alignCorners: boolean; readonly interpolation: "nearest" | "bilinear" },
): Tap[] {
  const scale = options.alignCorners && output > 1 ? (input - 1) / (output - 1) : input / output;
  return Array.from({ length: output }, (_, index) => {
    const source = index * scale;
    if (options.interpolation === "nearest") {
      const nearest = Math.min(input - 1, options.alignCorners ? Math.round(source) : Math.floor(source));
      return { low: nearest, high: nearest, highShare: 0 };
    }
    const low = Math.min(input - 1, Math.floor(source));
    return { low, high: Math.min(input - 1, Math.ceil(source)), highShare: source - low };
  });
}

export const resizeNearestGrad: LoopKernel = resizeGrad("nearest");
export const resizeBilinearGrad: LoopKernel = resizeGrad("bilinear");

function resizeGrad(interpolation: "nearest" | "bilinear"): LoopKernel {
  return ({ inputs, attrs, memory }) => {
    const { dy, images } = inputs as { dy: tf.TensorInfo; images: tf.TensorInfo };
    const { alignCorners } = attrs as unknown as { alignCorners: boolean };
    const input = images.shape as [number, number, number, number];
    const [, outHeight, outWidth] = dy.shape as [number, number, number, number];
    const dx = memory.zeros(input, "float32");
    const arrays = { dy: floats(memory, dy), dx: floats(memory, dx) };
    resizeGradLoops(arrays, { input, outHeight, outWidth, alignCorners, interpolation });
    return dx;
  };
}
