import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

interface Attributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

/** Puts dy back where the slice took it from and zero elsewhere, axis by axis. */
export const stridedSliceGrad: GradConfig = {
  kernelName: "StridedSlice",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const { shape } = saved[0]!;
      const a = attributes<Attributes>(attrs);
      const info = tf.slice_util.sliceInfo(
        shape,
        a.begin,
        a.end,
        a.strides,
        a.beginMask,
        a.endMask,
        a.ellipsisMask,
        a.newAxisMask,
        a.shrinkAxisMask,
      );
      let dx = single(dy).reshape(info.finalShapeSparse.filter((size) => size >= 0));
      if (dx.rank !== shape.length) dx = dx.reshape(tf.slice_util.computeOutShape(info.begin, info.end, info.strides));
      for (const [axis, size] of shape.entries()) {
        dx = spread(dx, axis, { size, begin: info.begin[axis]!, stride: info.strides[axis]! });
      }
      return dx;
    },
  }),
};

function spread(x: tf.Tensor, axis: number, to: { size: number; begin: number; stride: number }): tf.Tensor {
  const count = x.shape[axis]!;
  if (count === to.size && to.stride === 1) return x;
  const isReversed = to.stride < 0;
  const ordered = isReversed ? x.reverse(axis) : x;
  const stride = Math.abs(to.stride);
  const first = isReversed ? to.begin - (count - 1) * stride : to.begin;
  const before = x.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const after = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const dilated = ordered.reshape([before * count, 1, after]).pad([[0, 0], [0, stride - 1], [0, 0]]);
  const span = (count - 1) * stride + 1;
  const trimmed = dilated.reshape([before, count * stride, after]).slice([0, 0, 0], [before, span, after]);
  const padded = trimmed.pad([[0, 0], [first, to.size - first - span], [0, 0]]);
  return padded.reshape([...x.shape.slice(0, axis), to.size, ...x.shape.slice(axis + 1)]);
}
