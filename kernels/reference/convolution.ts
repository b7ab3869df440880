import { at, build, type NdArray } from "./nd_array.ts";

export type Pad = "valid" | "same" | number;

export interface Convolution {
  readonly stride: number;
  readonly pad: Pad;
  readonly dilation?: number;
}

/** Output size and leading pad of one axis, as TensorFlow counts them. */
export function axisGeometry(input: number, taps: number, options: Convolution): { output: number; before: number } {
  const { stride, pad, dilation = 1 } = options;
  const reach = (taps - 1) * dilation + 1;
  if (pad === "same") {
    const output = Math.ceil(input / stride);
    return { output, before: Math.floor(Math.max(0, (output - 1) * stride + reach - input) / 2) };
  }
  const before = pad === "valid" ? 0 : pad;
  return { output: Math.floor((input + 2 * before - reach) / stride) + 1, before };
}

/** x [batch, height, width, in], filter [height, width, in, out]. */
export function conv2d(x: NdArray, filter: NdArray, options: Convolution): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [tall, wide, , out] = filter.shape as [number, number, number, number];
  const rows = axisGeometry(height, tall, options);
  const columns = axisGeometry(width, wide, options);
  const { stride, dilation = 1 } = options;
  return build([batch, rows.output, columns.output, out], (b, oy, ox, d) => {
    let sum = 0;
    for (let i = 0; i < tall!; i++) {
      for (let j = 0; j < wide!; j++) {
        const y = oy! * stride - rows.before + i * dilation;
        const column = ox! * stride - columns.before + j * dilation;
        for (let c = 0; c < channels!; c++) sum += at(x, b!, y, column, c) * at(filter, i, j, c, d!);
      }
    }
    return sum;
  });
}

/** The adjoint of `conv2d` in x: y [batch, outHeight, outWidth, out] to [batch, height, width, in]. */
export function conv2dTranspose(
  y: NdArray,
  filter: NdArray,
  options: Convolution & { readonly height: number; readonly width: number },
): NdArray {
  const [batch, outHeight, outWidth, out] = y.shape as [number, number, number, number];
  const [tall, wide, channels] = filter.shape as [number, number, number, number];
  const { stride, height, width } = options;
  const rows = axisGeometry(height, tall, options);
  const columns = axisGeometry(width, wide, options);
  return build([batch, height, width, channels], (b, row, column, c) => {
    let sum = 0;
    for (let oy = 0; oy < outHeight; oy++) {
      const i = row! + rows.before - oy * stride;
      if (i < 0 || i >= tall) continue;
      for (let ox = 0; ox < outWidth; ox++) {
        const j = column! + columns.before - ox * stride;
        if (j < 0 || j >= wide) continue;
        for (let d = 0; d < out; d++) sum += at(y, b!, oy, ox, d) * at(filter, i, j, c!, d);
      }
    }
    return sum;
  });
}

/** x [batch, height, width, channels], filter [height, width, channels, multiplier]. */
export function depthwiseConv2d(x: NdArray, filter: NdArray, options: Convolution): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [tall, wide, , multiplier] = filter.shape as [number, number, number, number];
  const rows = axisGeometry(height, tall, options);
  const columns = axisGeometry(width, wide, options);
  const { stride, dilation = 1 } = options;
  return build([batch, rows.output, columns.output, channels * multiplier], (b, oy, ox, out) => {
    const c = Math.floor(out! / multiplier);
    let sum = 0;
    for (let i = 0; i < tall; i++) {
      for (let j = 0; j < wide; j++) {
        const y = oy! * stride - rows.before + i * dilation;
        const column = ox! * stride - columns.before + j * dilation;
        sum += at(x, b!, y, column, c) * at(filter, i, j, c, out! % multiplier);
      }
    }
    return sum;
  });
}

/** x [batch, depth, height, width, in], filter [depth, height, width, in, out]. */
export function conv3d(x: NdArray, filter: NdArray, options: Convolution): NdArray {
  const [batch, depth, height, width, channels] = x.shape as [number, number, number, number, number];
  const [deep, tall, wide, , out] = filter.shape as [number, number, number, number, number];
  const slices = axisGeometry(depth, deep, options);
  const rows = axisGeometry(height, tall, options);
  const columns = axisGeometry(width, wide, options);
  const { stride } = options;
  return build([batch, slices.output, rows.output, columns.output, out], (b, oz, oy, ox, d) => {
    let sum = 0;
    for (let k = 0; k < deep; k++) {
      for (let i = 0; i < tall; i++) {
        for (let j = 0; j < wide; j++) {
          const z = oz! * stride - slices.before + k;
          const y = oy! * stride - rows.before + i;
          const column = ox! * stride - columns.before + j;
          for (let c = 0; c < channels; c++) sum += at(x, b!, z, y, column, c) * at(filter, k, i, j, c, d!);
        }
      }
    }
    return sum;
  });
}

/** The adjoint of `conv3d` in x. */
export function conv3dTranspose(
  y: NdArray,
  filter: NdArray,
  options: Convolution & { readonly inputShape: readonly number[] },
): NdArray {
  const { stride, inputShape } = options;
  const [, outDepth, outHeight, outWidth, out] = y.shape as [number, number, number, number, number];
  const taps = filter.shape;
  const before = [0, 1, 2].map((axis) => axisGeometry(inputShape[axis + 1]!, taps[axis]!, options).before);
  return build(inputShape, (b, z, row, column, c) => {
    let sum = 0;
    for (let oz = 0; oz < outDepth; oz++) {
      const k = z! + before[0]! - oz * stride;
      if (k < 0 || k >= taps[0]!) continue;
      for (let oy = 0; oy < outHeight; oy++) {
        const i = row! + before[1]! - oy * stride;
        if (i < 0 || i >= taps[1]!) continue;
        for (let ox = 0; ox < outWidth; ox++) {
          const j = column! + before[2]! - ox * stride;
          if (j < 0 || j >= taps[2]!) continue;
          for (let d = 0; d < out; d++) sum += at(y, b!, oz, oy, ox, d) * at(filter, k, i, j, c!, d);
        }
      }
    }
    return sum;
  });
}

/** Pools windows of x [batch, …spatial, channels] that are cut off at the border. */
export function pool(
  x: NdArray,
  options: Convolution & { readonly size: number; readonly reduce: (window: number[]) => number },
): NdArray {
  const spatial = x.shape.slice(1, -1);
  const axes = spatial.map((size) => axisGeometry(size, options.size, options));
  const shape = [x.shape[0]!, ...axes.map((axis) => axis.output), x.shape[x.shape.length - 1]!];
  return build(shape, (...index) => {
    let places: number[][] = [[]];
    for (const [axis, { before }] of axes.entries()) {
      const start = index[axis + 1]! * options.stride - before;
      const range = Array.from({ length: options.size }, (_, i) => start + i)
        .filter((place) => place >= 0 && place < spatial[axis]!);
      places = places.flatMap((prefix) => range.map((place) => [...prefix, place]));
    }
    return options.reduce(places.map((place) => at(x, index[0]!, ...place, index[index.length - 1]!)));
  });
}

export const mean = (window: number[]): number => window.reduce((sum, v) => sum + v, 0) / window.length;
export const most = (window: number[]): number => Math.max(...window);

/** The gradient of `conv2d` in its filter: x [batch, height, width, in], dy [batch, outHeight, outWidth, out]. */
export function conv2dFilterGradient(
  x: NdArray,
  dy: NdArray,
  options: Convolution & { readonly tall: number; readonly wide: number },
): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [, outHeight, outWidth, out] = dy.shape as [number, number, number, number];
  const { stride, tall, wide } = options;
  const rows = axisGeometry(height, tall, options);
  const columns = axisGeometry(width, wide, options);
  return build([tall, wide, channels, out], (i, j, c, d) => {
    let sum = 0;
    for (let b = 0; b < batch; b++) {
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++) {
          const y = oy * stride - rows.before + i!;
          const column = ox * stride - columns.before + j!;
          sum += at(x, b, y, column, c!) * at(dy, b, oy, ox, d!);
        }
      }
    }
    return sum;
  });
}
