import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend_name.ts";
import { compose } from "./compose.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterShape: [number, number, number, number];
}

/**
 * The filter gradient as one forward convolution with the roles swapped: channels act as the batch, the batch as channels,
 * dy [outHeight, outWidth, batch, outChannels] as the filter, and the stride as its dilation.
 */
export function conv2dFilterByRoleSwap(backendName: BackendName): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
    if (dataFormat !== "NHWC") {
      throw new RangeError(`Cannot run Conv2DBackpropFilter on "${dataFormat}": not supported here, expected NHWC`);
    }
    const shape = x.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const after = (out: number, stride: number, taps: number, size: number, before: number) =>
      Math.max(0, (out - 1) * stride + taps - size - before);
    const { top, left } = info.padInfo;
    const bottom = after(info.outHeight, info.strideHeight, info.filterHeight, info.inHeight, top);
    const right = after(info.outWidth, info.strideWidth, info.filterWidth, info.inWidth, left);
    return compose(backendName, backend, (run) => {
      const full = run("Conv2D", {
        x: run("Transpose", { x }, { perm: [3, 1, 2, 0] }),
        filter: run("Transpose", { x: dy }, { perm: [1, 2, 0, 3] }),
      }, {
        strides: [1, 1],
        dilations: [info.strideHeight, info.strideWidth],
        pad: [[0, 0], [top, bottom], [left, right], [0, 0]],
        dataFormat: "NHWC",
      });
      const [channels, tall, wide, outChannels] = full.shape as [number, number, number, number];
      const isExact = tall === info.filterHeight && wide === info.filterWidth;
      const size = [channels, info.filterHeight, info.filterWidth, outChannels];
      const taps = isExact ? full : run("Slice", { x: full }, { begin: [0, 0, 0, 0], size });
      return run("Transpose", { x: taps }, { perm: [1, 2, 0, 3] });
    });
  };
}
