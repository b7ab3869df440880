import type * as tf from "@tensorflow/tfjs";

export type Dilations = number | [number, number] | null | undefined;

export function dilationPair(dilations: Dilations): [number, number] {
  return typeof dilations === "number" ? [dilations, dilations] : dilations ?? [1, 1];
}

/** The filter [height, width, in, out] with `dilation − 1` zero rows and columns between its taps. */
export function dilateFilter(filter: tf.Tensor4D, dilations: Dilations): tf.Tensor4D {
  const [down, across] = dilationPair(dilations);
  if (down === 1 && across === 1) return filter;
  const [height, width, inChannels, outChannels] = filter.shape;
  const depth = inChannels * outChannels;
  const [tall, wide] = [(height - 1) * down + 1, (width - 1) * across + 1];
  const columns = filter.reshape([height * width, 1, depth]).pad([[0, 0], [0, across - 1], [0, 0]]);
  const row = columns.reshape([height, width * across, depth]).slice([0, 0, 0], [height, wide, depth]);
  const rows = row.reshape([height, 1, wide * depth]).pad([[0, 0], [0, down - 1], [0, 0]]);
  return rows.reshape([height * down, wide * depth]).slice([0, 0], [tall, wide * depth])
    .reshape([tall, wide, inChannels, outChannels]);
}

/** The taps that `dilateFilter` spread, picked out again. */
export function pickTaps(spread: tf.Tensor4D, shape: number[], dilations: Dilations): tf.Tensor4D {
  const [down, across] = dilationPair(dilations);
  if (down === 1 && across === 1) return spread;
  const [tall, wide] = spread.shape;
  const [height, width, inChannels, outChannels] = shape as [number, number, number, number];
  const depth = inChannels * outChannels;
  const rows = spread.reshape([tall, wide * depth]).pad([[0, down - 1], [0, 0]])
    .reshape([height, down, wide * depth]).slice([0, 0, 0], [height, 1, wide * depth]);
  return rows.reshape([height, wide, depth]).pad([[0, 0], [0, across - 1], [0, 0]])
    .reshape([height * width, across, depth]).slice([0, 0, 0], [height * width, 1, depth])
    .reshape([height, width, inChannels, outChannels]);
}
