import * as tf from "@tensorflow/tfjs";

/** The attributes of a pooling operation, in 2 or 3 spatial dimensions. */
export interface PoolAttributes {
  readonly filterSize: number | number[];
  readonly strides: number | number[];
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

interface Axis {
  readonly input: number;
  readonly output: number;
  readonly filter: number;
  readonly stride: number;
  readonly before: number;
}

/**
 * How much of each pooling window lies inside the input, as a share of the full window, [1, …spatial, 1].
 * `null` when every window lies inside.
 */
export function windowShare(inputShape: readonly number[], attrs: PoolAttributes): tf.Tensor | null {
  const axes = poolAxes(inputShape, attrs);
  const shares = axes.map(({ input, output, filter, stride, before }) =>
    Array.from({ length: output }, (_, o) => {
      const start = o * stride - before;
      return (Math.min(start + filter, input) - Math.max(start, 0)) / filter;
    })
  );
  if (shares.every((axis) => axis.every((share) => share === 1))) return null;
  const values = shares.reduce((outer, axis) => outer.flatMap((a) => axis.map((b) => a * b)), [1]);
  return tf.tensor(values, [1, ...axes.map((axis) => axis.output), 1]);
}

function poolAxes(inputShape: readonly number[], attrs: PoolAttributes): Axis[] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  if (inputShape.length === 4) {
    const info = tf.backend_util.computePool2DInfo(
      inputShape as [number, number, number, number],
      filterSize as [number, number],
      strides as [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return [
      axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
      axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
    ];
  }
  const info = tf.backend_util.computePool3DInfo(
    inputShape as [number, number, number, number, number],
    filterSize as [number, number, number],
    strides as [number, number, number],
    1,
    pad,
    dimRoundingMode,
  );
  return [
    axis(info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.padInfo.front),
    axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
    axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
  ];
}

function axis(input: number, output: number, filter: number, stride: number, before: number): Axis {
  return { input, output, filter, stride, before };
}
