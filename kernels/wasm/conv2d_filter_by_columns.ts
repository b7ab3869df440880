import * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterShape: [number, number, number, number];
}

/**
 * The filter gradient as one product: what each tap sees, [taps · inChannels, places], times dy [places, outChannels]. With few
 * input channels that is less to lay out than packing dy as a filter.
 */
export const conv2dFilterByColumns: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
  const shape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const places = batchSize * outHeight * outWidth;
  const rows = filterHeight * filterWidth * inChannels;
  const wasm = backend as WasmBackend;
  const columns = wasm.makeOutput([1, rows, places], "float32");
  layOut(wasm.typedArrayFromHeap(x) as Float32Array, wasm.typedArrayFromHeap(columns) as Float32Array, info);
  return compose("wasm", backend, (run) => {
    const slopes = run("Reshape", { x: dy }, { shape: [1, places, outChannels] });
    const product = run("BatchMatMul", { a: columns, b: slopes }, { transposeA: false, transposeB: false });
    wasm.disposeData(columns.dataId);
    return run("Reshape", { x: product }, { shape: filterShape });
  });
};

function layOut(from: Float32Array, to: Float32Array, info: tf.backend_util.Conv2DInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  const step = strideWidth * inChannels;
  let at = 0;
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      // Places whose tap lies inside the row.
      const first = Math.max(0, Math.ceil((padInfo.left - j) / strideWidth));
      const last = Math.min(outWidth, Math.floor((inWidth - 1 + padInfo.left - j) / strideWidth) + 1);
      for (let c = 0; c < inChannels; c++) {
        for (let b = 0; b < batchSize; b++) {
          for (let oy = 0; oy < outHeight; oy++, at += outWidth) {
            const y = oy * strideHeight - padInfo.top + i;
            if (y < 0 || y >= inHeight || first >= last) {
              to.fill(0, at, at + outWidth);
              continue;
            }
            let source = ((b * inHeight + y) * inWidth + first * strideWidth - padInfo.left + j) * inChannels + c;
            for (let ox = 0; ox < first; ox++) to[at + ox] = 0;
            for (let ox = first; ox < last; ox++, source += step) to[at + ox] = from[source]!;
            for (let ox = last; ox < outWidth; ox++) to[at + ox] = 0;
          }
        }
      }
    }
  }
}
