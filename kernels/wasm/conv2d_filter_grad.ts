import * as tf from "@tensorflow/tfjs";
import { type Frame, frameOf, rowsInside } from "./convolution_frame.ts";
import { type Scratch, withScratch } from "./scratch.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterShape: [number, number, number, number];
}

// Numbers of dy that stay in the first-level cache while every tap passes over them.
const chunk = 6144;

/**
 * The filter gradient as sums over places: dW[tap row] = Σ window ⊗ dy, straight from the tensors. What one filter row sees
 * is contiguous, and so are the channels of dy.
 */
export const conv2dFilterGrad: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
  if (dataFormat !== "NHWC") {
    throw new RangeError(`Cannot run Conv2DBackpropFilter on "${dataFormat}": not supported on wasm, expected NHWC`);
  }
  const shape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
  const wasm = backend as WasmBackend;
  const out = wasm.makeOutput(filterShape, "float32");
  wasm.typedArrayFromHeap(out).fill(0);
  const job = { info, frame: frameOf(info), x, dy, out };
  // Few channels of dy would leave most lanes of a vector empty: there the window gives the lanes.
  const isThin = info.outChannels <= 6 && job.frame.window > info.outChannels;
  withScratch(wasm, (scratch) => isThin ? byWindows(job, scratch) : byChannels(job, scratch));
  return out;
};

interface Job {
  readonly info: tf.backend_util.Conv2DInfo;
  readonly frame: Frame;
  readonly x: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
  readonly out: tf.TensorInfo;
}

function byChannels(job: Job, scratch: Scratch): void {
  const { info, frame, dy, out } = job;
  const { filterHeight, outChannels, batchSize, outHeight, outWidth } = info;
  const { kernels } = scratch;
  const vectors = Math.ceil(outChannels / 4);
  const width = 4 * vectors;
  const isExact = width === outChannels;
  const places = batchSize * outHeight * outWidth;
  const slopes = isExact ? scratch.address(dy) : scratch.region(places * width);
  const sums = isExact ? scratch.address(out) : scratch.region(filterHeight * frame.window * width);
  if (!isExact) kernels.copyRows(scratch.address(dy), 4 * outChannels, slopes, 4 * width, 4 * outChannels, places);
  eachChunk(job, scratch, ({ tap, window, table, first, count }) =>
    kernels.sumOverRows(
      ...[window, table, count, slopes + 4 * first * width, 4 * width] as const,
      ...[sums + 4 * tap * frame.window * width, 4 * width, frame.window, vectors] as const,
    ));
  if (isExact) return;
  kernels.copyRows(
    sums,
    4 * width,
    scratch.address(out),
    4 * outChannels,
    4 * outChannels,
    filterHeight * frame.window,
  );
}

function byWindows(job: Job, scratch: Scratch): void {
  const { info, frame, dy, out } = job;
  const { filterHeight, outChannels } = info;
  const { kernels } = scratch;
  const vectors = Math.ceil(frame.window / 4);
  const width = 4 * vectors;
  const sums = scratch.region(filterHeight * outChannels * width);
  const slopes = scratch.address(dy);
  eachChunk(job, scratch, ({ tap, window, table, first, count }) =>
    kernels.sumOverWindows(
      ...[slopes + 4 * first * outChannels, 4 * outChannels, count, window, table] as const,
      ...[sums + 4 * tap * outChannels * width, 4 * width, outChannels, vectors] as const,
    ));
  for (let tap = 0; tap < filterHeight; tap++) {
    for (let channel = 0; channel < outChannels; channel += 4) {
      const from = sums + 4 * (tap * outChannels + channel) * width;
      const to = scratch.address(out) + 4 * (tap * frame.window * outChannels + channel);
      const lanes = Math.min(4, outChannels - channel);
      kernels.packFlipped(from, 4 * width, to, 4 * outChannels, lanes, frame.window);
    }
  }
}

interface Chunk {
  readonly tap: number;
  /** Address to which the table's offsets are added. */
  readonly window: number;
  readonly table: number;
  /** The first place of dy, and how many follow. */
  readonly first: number;
  readonly count: number;
}

/** Every filter row over some places at a time: a few images, or a few rows of one. */
function eachChunk({ info, frame, x }: Job, scratch: Scratch, run: (chunk: Chunk) => void): void {
  const { batchSize, outHeight, outWidth, outChannels, inHeight, inWidth, inChannels, strideHeight, filterHeight } =
    info;
  const { padInfo } = info;
  const most = Math.max(48, Math.min(512, Math.floor(chunk / outChannels)));
  const images = Math.max(1, Math.min(batchSize, Math.floor(most / (outHeight * outWidth))));
  const rows = Math.max(1, Math.min(outHeight, Math.ceil(most / outWidth)));
  // Several images run as one sum over all their rows, so what lies above and below them must be there, as zeros.
  const [above, covered] = images > 1 ? [padInfo.top, (outHeight - 1) * strideHeight + filterHeight] : [0, inHeight];
  const tall = Math.max(above + inHeight, covered);
  const isExact = frame.isExact && tall === inHeight;
  const size = tall * frame.row;
  // A vector load may reach three numbers past the last window.
  const windows = isExact ? scratch.address(x) : scratch.region(images * size + 4);
  const table = scratch.table(images * outHeight * outWidth, (place) => {
    const column = place % outWidth;
    const row = Math.floor(place / outWidth);
    return Math.floor(row / outHeight) * size + (row % outHeight) * strideHeight * frame.row + column * frame.step;
  });
  for (let image = 0; image < batchSize; image += images) {
    const count = Math.min(images, batchSize - image);
    const source = scratch.address(x) + 4 * image * inHeight * inWidth * inChannels;
    for (let i = 0; !isExact && i < count; i++) {
      const to = windows + 4 * (i * size + above * frame.row + frame.before);
      const bytes = 4 * inWidth * inChannels;
      scratch.kernels.copyRows(source + i * inHeight * bytes, bytes, to, 4 * frame.row, bytes, inHeight);
    }
    const base = isExact ? source : windows;
    const first = image * outHeight * outWidth;
    for (let tap = 0; images > 1 && tap < filterHeight; tap++) {
      const window = base + 4 * (tap - padInfo.top + above) * frame.row;
      run({ tap, window, table, first, count: count * outHeight * outWidth });
    }
    for (let top = 0; images === 1 && top < outHeight; top += rows) {
      for (let tap = 0; tap < filterHeight; tap++) {
        const [begin, end] = rowsInside(info, tap);
        const from = Math.max(begin, top);
        const count = (Math.min(end, top + rows) - from) * outWidth;
        if (count <= 0) continue;
        const window = base + 4 * (tap - padInfo.top) * frame.row;
        run({ tap, window, table: table + 4 * from * outWidth, first: first + from * outWidth, count });
      }
    }
  }
}
