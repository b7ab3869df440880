import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** dW of a channels-last 3-D convolution. `dw` must come in as zeros. Filter [depth, height, width, in, out]. */
export function conv3dFilterGradLoops(
  arrays: { readonly x: Float32Array; readonly dy: Float32Array; readonly dw: Float32Array },
  info: tf.backend_util.Conv3DInfo,
): void {
  const { x, dy, dw } = arrays;
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth, outChannels } = info;
  const { strideDepth, strideHeight, strideWidth, filterDepth, filterHeight, filterWidth, padInfo } = info;
  for (let b = 0; b < batchSize; b++) {
    for (let oz = 0; oz < outDepth; oz++) {
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++) {
          const from = (((b * outDepth + oz) * outHeight + oy) * outWidth + ox) * outChannels;
          for (let k = 0; k < filterDepth; k++) {
            const z = oz * strideDepth - padInfo.front + k;
            if (z < 0 || z >= inDepth) continue;
            for (let i = 0; i < filterHeight; i++) {
              const y = oy * strideHeight - padInfo.top + i;
              if (y < 0 || y >= inHeight) continue;
              for (let j = 0; j < filterWidth; j++) {
                const column = ox * strideWidth - padInfo.left + j;
                if (column < 0 || column >= inWidth) continue;
                const source = (((b * inDepth + z) * inHeight + y) * inWidth + column) * inChannels;
                const taps = ((k * filterHeight + i) * filterWidth + j) * inChannels * outChannels;
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
  }
}

interface Attributes {
  readonly strides: number | [number, number, number];
  readonly pad: "valid" | "same";
  readonly filterShape: [number, number, number, number, number];
}

export const conv3dFilterGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, filterShape } = attrs as unknown as Attributes;
  const inputShape = x.shape as [number, number, number, number, number];
  const info = tf.backend_util.computeConv3DInfo(inputShape, filterShape, strides, 1, pad);
  const dw = memory.zeros(filterShape, "float32");
  conv3dFilterGradLoops({ x: floats(memory, x), dy: floats(memory, dy), dw: floats(memory, dw) }, info);
  return dw;
};
