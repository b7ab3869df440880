import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** dW of a depthwise convolution. `dw` must come in as zeros. Filter [height, width, channels, multiplier]. */
export function depthwiseFilterGradLoops(
  arrays: { readonly x: Float32Array; readonly dy: Float32Array; readonly dw: Float32Array },
  info: tf.backend_util.Conv2DInfo,
): void {
  const { x, dy, dw } = arrays;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  const multiplier = outChannels / inChannels;
  for (let b = 0; b < batchSize; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let i = 0; i < filterHeight; i++) {
        const y = oy * strideHeight - padInfo.top + i;
        if (y < 0 || y >= inHeight) continue;
        for (let ox = 0; ox < outWidth; ox++) {
          const from = ((b * outHeight + oy) * outWidth + ox) * outChannels;
          for (let j = 0; j < filterWidth; j++) {
            const column = ox * strideWidth - padInfo.left + j;
            if (column < 0 || column >= inWidth) continue;
            const source = ((b * inHeight + y) * inWidth + column) * inChannels;
            const taps = (i * filterWidth + j) * outChannels;
            for (let c = 0, d = 0; c < inChannels; c++) {
              const value = x[source + c]!;
              for (let m = 0; m < multiplier; m++, d++) dw[taps + d]! += value * dy[from + d]!;
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

export const depthwiseFilterGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
  const inputShape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);
  const dw = memory.zeros(filterShape, "float32");
  depthwiseFilterGradLoops({ x: floats(memory, x), dy: floats(memory, dy), dw: floats(memory, dw) }, info);
  return dw;
};
