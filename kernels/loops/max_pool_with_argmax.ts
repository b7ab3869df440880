import * as tf from "@tensorflow/tfjs";
import { floats, type Memory } from "./memory.ts";

interface Attributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly includeBatchInIndex: boolean;
}

/** Greatest value of each window and its flat place, whatever the sign. */
export function maxPoolWithArgmax(
  x: tf.TensorInfo,
  attrs: Attributes,
  memory: Memory,
): [pooled: tf.TensorInfo, indexes: tf.TensorInfo] {
  const shape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
  const pooled = memory.zeros(info.outShape, "float32");
  const indexes = memory.zeros(info.outShape, "int32");
  const from = floats(memory, x);
  const values = floats(memory, pooled);
  const places = memory.values(indexes);
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth } = info;
  let at = 0;
  for (let b = 0; b < info.batchSize; b++) {
    for (let oy = 0; oy < info.outHeight; oy++) {
      const top = oy * info.strideHeight - info.padInfo.top;
      for (let ox = 0; ox < info.outWidth; ox++) {
        const left = ox * info.strideWidth - info.padInfo.left;
        for (let c = 0; c < inChannels; c++, at++) {
          let best = -Infinity;
          for (let y = Math.max(0, top); y < Math.min(inHeight, top + filterHeight); y++) {
            for (let column = Math.max(0, left); column < Math.min(inWidth, left + filterWidth); column++) {
              const place = (y * inWidth + column) * inChannels + c;
              const value = from[b * inHeight * inWidth * inChannels + place]!;
              if (value <= best) continue;
              best = value;
              places[at] = attrs.includeBatchInIndex ? b * inHeight * inWidth * inChannels + place : place;
            }
          }
          values[at] = best;
        }
      }
    }
  }
  return [pooled, indexes];
}
