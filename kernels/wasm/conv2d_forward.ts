import * as tf from "@tensorflow/tfjs";
import { frameOf } from "./convolution_frame.ts";
import { packPanels, panelLength, withScratch } from "./scratch.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

const placesWanted = 192;

/** The forward convolution: the window of every place times the filter, straight from the tensors. Dilated ones stay with stock. */
export function conv2dForward(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { x, filter } = params.inputs as unknown as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const { strides, dilations, pad, dataFormat, dimRoundingMode } = params.attrs as unknown as Attributes;
    const shape = x.shape as [number, number, number, number];
    const filterShape = filter.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, dilations, pad, dimRoundingMode);
    if (dataFormat !== "NHWC" || info.dilationHeight > 1 || info.dilationWidth > 1) return stock(params);
    const wasm = params.backend as WasmBackend;
    const y = wasm.makeOutput(info.outShape, "float32");
    wasm.typedArrayFromHeap(y).fill(0);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, strideHeight, padInfo } = info;
    const frame = frameOf(info);
    const tall = Math.max(padInfo.top + inHeight, (outHeight - 1) * strideHeight + info.filterHeight);
    const size = tall * frame.row;
    const perImage = outHeight * outWidth;
    withScratch(wasm, (scratch) => {
      const { kernels } = scratch;
      const vectors = Math.ceil(outChannels / 4);
      const width = 4 * vectors;
      const matrix = { rows: info.filterHeight * frame.window, columns: outChannels };
      const taps = scratch.region(panelLength(matrix));
      packPanels(kernels, { from: scratch.address(filter), to: taps, ...matrix });
      const images = Math.max(1, Math.min(batchSize, Math.round(placesWanted / perImage)));
      const isSameFrame = frame.isExact && tall === inHeight;
      const windows = isSameFrame ? scratch.address(x) : scratch.region(images * size);
      const isExact = width === outChannels;
      const target = isExact ? scratch.address(y) : scratch.region(batchSize * perImage * width);
      const rows = scratch.table(images * perImage, (place) => {
        const strip = Math.floor(place / outWidth);
        const row = strip % outHeight;
        return Math.floor(strip / outHeight) * size + row * strideHeight * frame.row + place % outWidth * frame.step;
      });
      const places = scratch.table(images * perImage, (place) => place * width);
      const bytes = 4 * inWidth * inChannels;
      for (let image = 0; image < batchSize; image += images) {
        const count = Math.min(images, batchSize - image);
        const source = scratch.address(x) + image * inHeight * bytes;
        for (let i = 0; !isSameFrame && i < count; i++) {
          const to = windows + 4 * (i * size + padInfo.top * frame.row + frame.before);
          kernels.copyRows(source + i * inHeight * bytes, bytes, to, 4 * frame.row, bytes, inHeight);
        }
        kernels.rowsTimesPanels(
          ...[isSameFrame ? source : windows, rows, frame.window, info.filterHeight, 4 * frame.row] as const,
          ...[
            taps,
            32,
            32 * matrix.rows,
            places,
            target + 4 * image * perImage * width,
            count * perImage,
            vectors,
          ] as const,
        );
      }
      if (isExact) return;
      kernels.copyRows(target, 4 * width, scratch.address(y), 4 * outChannels, 4 * outChannels, batchSize * perImage);
    });
    return y;
  };
}
