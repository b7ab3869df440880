import type * as tf from "@tensorflow/tfjs";

/**
 * How a convolution lies in memory for the micro kernels: rows of x widened by their padding, so that the columns one filter
 * row sees from any place are neighbours: `window` numbers, `step` numbers further for the next place.
 */
export interface Frame {
  /** Numbers in a widened row of x. */
  readonly row: number;
  /** Numbers between the start of a widened row and its first column. */
  readonly before: number;
  readonly window: number;
  readonly step: number;
  /** Whether x itself is such a frame. */
  readonly isExact: boolean;
}

export function frameOf(info: tf.backend_util.Conv2DInfo): Frame {
  const { inWidth, inChannels, outWidth, strideWidth, filterWidth, padInfo } = info;
  const covered = (outWidth - 1) * strideWidth + filterWidth;
  const wide = Math.max(padInfo.left + inWidth, covered);
  return {
    row: wide * inChannels,
    before: padInfo.left * inChannels,
    window: filterWidth * inChannels,
    step: strideWidth * inChannels,
    isExact: wide === inWidth,
  };
}

/** Rows of the output whose filter row `tap` lies inside x: first and one past the last. */
export function rowsInside(info: tf.backend_util.Conv2DInfo, tap: number): readonly [number, number] {
  const offset = tap - info.padInfo.top;
  const first = Math.max(0, Math.ceil(-offset / info.strideHeight));
  const end = Math.min(info.outHeight, Math.floor((info.inHeight - 1 - offset) / info.strideHeight) + 1);
  return [first, Math.max(first, end)];
}
