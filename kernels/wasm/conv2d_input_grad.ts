import * as tf from "@tensorflow/tfjs";
import { frameOf, rowsInside } from "./convolution_frame.ts";
import { packFlippedPanels, panelLength, withScratch } from "./scratch.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: [number, number, number, number];
}

// Fewer places a call would leave low tiles; more would only take cache.
const placesWanted = 192;

/**
 * dx of a convolution (and the forward pass of a transposed one): every place of dy times the filter gives what each window of x
 * gets, which is added where the window lies. No product of a filter's zero and no stride's gap is ever computed.
 */
export const conv2dInputGrad: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, filter } = inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs as unknown as Attributes;
  if (dataFormat !== "NHWC") {
    throw new RangeError(`Cannot run Conv2DBackpropInput on "${dataFormat}": not supported on wasm, expected NHWC`);
  }
  const filterShape = filter.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const { batchSize, outHeight, outWidth, outChannels, inHeight, inWidth, inChannels, strideHeight, padInfo } = info;
  const frame = frameOf(info);
  const wasm = backend as WasmBackend;
  const dx = wasm.makeOutput(inputShape, "float32");
  withScratch(wasm, (scratch) => {
    const { kernels } = scratch;
    const vectors = Math.ceil(frame.window / 4);
    const matrix = { rows: outChannels, columns: frame.window };
    const tapBytes = 4 * panelLength(matrix);
    const taps = scratch.region(info.filterHeight * tapBytes / 4);
    for (let tap = 0; tap < info.filterHeight; tap++) {
      const from = scratch.address(filter) + 4 * tap * frame.window * outChannels;
      packFlippedPanels(kernels, { from, to: taps + tap * tapBytes, ...matrix });
    }
    const images = Math.max(1, Math.min(batchSize, Math.round(placesWanted / (outHeight * outWidth))));
    const size = inHeight * frame.row;
    // Only there, vectors that reach past a window may not reach past dx.
    const isExact = frame.isExact && frame.window % 4 === 0;
    const target = isExact ? scratch.address(dx) : scratch.region(images * size + 4);
    if (isExact) wasm.typedArrayFromHeap(dx).fill(0);
    // Row by row over all images, so that rows which a tap leaves outside are at the ends.
    const byRow = (entry: (image: number, row: number, column: number) => number, images: number) =>
      scratch.table(images * outHeight * outWidth, (place) => {
        const strip = Math.floor(place / outWidth);
        return entry(strip % images, Math.floor(strip / images), place % outWidth);
      });
    const tables = new Map<number, { readonly rows: number; readonly places: number }>();
    const tablesOf = (images: number) => {
      const own = tables.get(images) ?? {
        rows: byRow((image, row, column) => ((image * outHeight + row) * outWidth + column) * outChannels, images),
        places: byRow(
          (image, row, column) => image * size + row * strideHeight * frame.row + column * frame.step,
          images,
        ),
      };
      tables.set(images, own);
      return own;
    };
    for (let image = 0; image < batchSize; image += images) {
      const count = Math.min(images, batchSize - image);
      const { rows, places } = tablesOf(count);
      const slopes = scratch.address(dy) + 4 * image * outHeight * outWidth * outChannels;
      const result = scratch.address(dx) + 4 * image * inHeight * inWidth * inChannels;
      const base = isExact ? result : target;
      if (!isExact && image > 0) kernels.clear(target, 4 * (images * size + 4));
      for (let tap = 0; tap < info.filterHeight; tap++) {
        const [first, end] = rowsInside(info, tap);
        const skip = 4 * first * count * outWidth;
        kernels.rowsTimesPanels(
          ...[slopes, rows + skip, outChannels, 1, 0, taps + tap * tapBytes, 32, 32 * outChannels] as const,
          ...[
            places + skip,
            base + 4 * (tap - padInfo.top) * frame.row,
            (end - first) * count * outWidth,
            vectors,
          ] as const,
        );
      }
      if (isExact) continue;
      const bytes = 4 * inWidth * inChannels;
      kernels.copyRows(target + 4 * frame.before, 4 * frame.row, result, bytes, bytes, count * inHeight);
    }
  });
  return dx;
};
