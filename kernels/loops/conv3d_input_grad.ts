import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** dx of a channels-last 3-D convolution. `dx` must come in as zeros. Filter [depth, height, width, in, out]. */
export function conv3dInputGradLoops(
  arrays: { readonly dy: Float32Array; readonly filter: Float32Array; readonly dx: Float32Array },
  info: tf.backend_util.Conv3DInfo,
): void {
  const { dy, filter, dx } = arrays;
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
                const to = (((b * inDepth + z) * inHeight + y) * inWidth + column) * inChannels;
                const taps = ((k * filterHeight + i) * filterWidth + j) * inChannels * outChannels;
                for (let c = 0; c < inChannels; c++) {
                  let sum = 0;
                  const row = taps + c * outChannels;
                  for (let d = 0; d < outChannels; d++) sum += dy[from + d]! * filter[row + d]!;
                  dx[to + c]! += sum;
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
  readonly inputShape: [number, number, number, number, number];
}

export const conv3dInputGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const { strides, pad, inputShape } = attrs as unknown as Attributes;
  const filterShape = filter.shape as [number, number, number, number, number];
  const info = tf.backend_util.computeConv3DInfo(inputShape, filterShape, strides, 1, pad);
  const dx = memory.zeros(inputShape, "float32");
  conv3dInputGradLoops({ dy: floats(memory, dy), filter: floats(memory, filter), dx: floats(memory, dx) }, info);
  return dx;
};
