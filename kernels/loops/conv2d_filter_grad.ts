import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** dW of a channels-last convolution. `dw` must come in as zeros. Filter [height, width, in, out]. */
export function conv2dFilterGradLoops(
  arrays: { readonly x: Float32Array; readonly dy: Float32Array; readonly dw: Float32Array },
  info: tf.backend_util.Conv2DInfo,
): void {
  const { x, dy, dw } = arrays;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const taps = (i * filterWidth + j) * inChannels * outChannels;
      for (let b = 0; b < batchSize; b++) {
        for (let oy = 0; oy < outHeight; oy++) {
          const y = oy * strideHeight - padInfo.top + i;
          if (y < 0 || y >= inHeight) continue;
          for (let ox = 0; ox < outWidth; ox++) {
            const column = ox * strideWidth - padInfo.left + j;
            if (column < 0 || column >= inWidth) continue;
            const source = ((b * inHeight + y) * inWidth + column) * inChannels;
            const from = ((b * outHeight + oy) * outWidth + ox) * outChannels;
            for (let c = 0; c < inChannels; c++) {
              const value = x[source + c]!;
              const to = taps + c * outChannels;
              for (let d = 0; d < outChannels; d++) dw[to + d]! += value * dy[from + d]!;
            }
          }
        }
      }
    }
  }
}

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterShape: [number, number, number, number];
}

export const conv2dFilterGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
  const inputShape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const dw = memory.zeros(filterShape, "float32");
  conv2dFilterGradLoops({ x: floats(memory, x), dy: floats(memory, dy), dw: floats(memory, dw) }, info);
  return dw;
};
