import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** dx of a depthwise convolution. `dx` must come in as zeros. Filter [height, width, channels, multiplier]. */
export function depthwiseInputGradLoops(
  arrays: { readonly dy: Float32Array; readonly filter: Float32Array; readonly dx: Float32Array },
  info: tf.backend_util.Conv2DInfo,
): void {
  const { dy, filter, dx } = arrays;
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
            const to = ((b * inHeight + y) * inWidth + column) * inChannels;
            const taps = (i * filterWidth + j) * outChannels;
            for (let c = 0, d = 0; c < inChannels; c++) {
              let sum = 0;
              for (let m = 0; m < multiplier; m++, d++) sum += dy[from + d]! * filter[taps + d]!;
              dx[to + c]! += sum;
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
  readonly inputShape: [number, number, number, number];
}

export const depthwiseInputGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as Attributes;
  const filterShape = filter.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);
  const dx = memory.zeros(inputShape, "float32");
  depthwiseInputGradLoops({ dy: floats(memory, dy), filter: floats(memory, filter), dx: floats(memory, dx) }, info);
  return dx;
};
