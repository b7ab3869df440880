import * as tf from "@tensorflow/tfjs";
import { floats, type LoopKernel } from "./memory.ts";

/** Sends each dy to the first greatest value of its window, whatever the sign. `dx` must come in as zeros. */
export function maxPoolGradLoops(
  arrays: { readonly x: Float32Array; readonly dy: Float32Array; readonly dx: Float32Array },
  info: tf.backend_util.Conv2DInfo,
): void {
  const { x, dy, dx } = arrays;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { effectiveFilterHeight: tall, effectiveFilterWidth: wide, dilationHeight, dilationWidth, padInfo } = info;
  let at = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const top = oy * strideHeight - padInfo.top;
        const left = ox * strideWidth - padInfo.left;
        for (let c = 0; c < inChannels; c++) {
          let best = -Infinity;
          let place = -1;
          for (let i = 0; i < tall; i += dilationHeight) {
            const y = top + i;
            if (y < 0 || y >= inHeight) continue;
            for (let j = 0; j < wide; j += dilationWidth) {
              const column = left + j;
              if (column < 0 || column >= inWidth) continue;
              const index = ((b * inHeight + y) * inWidth + column) * inChannels + c;
              if (x[index]! > best) {
                best = x[index]!;
                place = index;
              }
            }
          }
          if (place >= 0) dx[place]! += dy[at]!;
          at++;
        }
      }
    }
  }
}

interface Attributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

export const maxPoolGrad: LoopKernel = ({ inputs, attrs, memory }) => {
  const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const dx = memory.zeros(input.shape, "float32");
  maxPoolGradLoops({ x: floats(memory, input), dy: floats(memory, dy), dx: floats(memory, dx) }, info);
  return dx;
};
