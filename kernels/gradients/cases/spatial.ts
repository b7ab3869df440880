import * as tf from "@tensorflow/tfjs";
import {
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  depthwiseConv2d,
  mean,
  most,
  pool,
} from "../../reference/convolution.ts";
import { map, zip } from "../../reference/elementwise.ts";
import { at, build, nd, type NdArray } from "../../reference/nd_array.ts";
import { type Resize, resizeBilinear, resizeNearest } from "../../reference/resize.ts";
import type { GradientCase } from "../../testing/check_gradients.ts";

const t4 = (x: tf.Tensor) => x as tf.Tensor4D;
const t5 = (x: tf.Tensor) => x as tf.Tensor5D;

const convolutions: readonly GradientCase[] = ([
  { size: 5, taps: 3, stride: 1, pad: "same", dilation: 1 },
  { size: 6, taps: 4, stride: 2, pad: "same", dilation: 1 },
  { size: 5, taps: 2, stride: 3, pad: "valid", dilation: 1 },
  { size: 7, taps: 3, stride: 1, pad: "same", dilation: 2 },
  { size: 7, taps: 2, stride: 1, pad: "valid", dilation: 3 },
] as const).flatMap(({ size, taps, ...options }): GradientCase[] => {
  const { stride, pad, dilation } = options;
  const title = `${taps}×${taps}, stride ${stride}, ${pad}, dilation ${dilation}`;
  return [
    {
      name: `conv2d ${title}`,
      shapes: [[2, size, size, 2], [taps, taps, 2, 3]],
      op: (x, w) => tf.conv2d(t4(x), t4(w), stride, pad, "NHWC", dilation),
      reference: (x, w) => conv2d(x, w, options),
    },
    {
      name: `depthwiseConv2d ${title}`,
      shapes: [[2, size, size, 2], [taps, taps, 2, 2]],
      op: (x, w) => tf.depthwiseConv2d(t4(x), t4(w), stride, pad, "NHWC", dilation),
      reference: (x, w) => depthwiseConv2d(x, w, options),
    },
  ];
});

const transposed: readonly GradientCase[] = [
  { taps: 4, stride: 2, from: 3, to: 6 },
  { taps: 3, stride: 2, from: 3, to: 5 },
  { taps: 2, stride: 3, from: 2, to: 6 },
].map(({ taps, stride, from, to }) => ({
  name: `conv2dTranspose ${taps}×${taps}, stride ${stride}`,
  shapes: [[2, from, from, 3], [taps, taps, 2, 3]],
  op: (y, w) => tf.conv2dTranspose(t4(y), t4(w), [2, to, to, 2], stride, "same"),
  reference: (y, w) => conv2dTranspose(y, w, { stride, pad: "same", height: to, width: to }),
}));

const solids: readonly GradientCase[] = [
  {
    name: "conv3d",
    shapes: [[1, 3, 4, 4, 2], [2, 2, 2, 2, 2]],
    op: (x, w) => tf.conv3d(t5(x), t5(w), 2, "same"),
    reference: (x, w) => conv3d(x, w, { stride: 2, pad: "same" }),
  },
  {
    name: "conv3dTranspose",
    shapes: [[1, 2, 2, 2, 2], [2, 3, 2, 2, 2]],
    op: (y, w) => tf.conv3dTranspose(t5(y), t5(w), [1, 4, 4, 4, 2], 2, "same"),
    reference: (y, w) => conv3dTranspose(y, w, { stride: 2, pad: "same", inputShape: [1, 4, 4, 4, 2] }),
  },
];

const pools: readonly GradientCase[] = ([
  { size: 2, stride: 2, pad: "valid" },
  { size: 3, stride: 2, pad: "same" },
  { size: 3, stride: 1, pad: "same" },
  { size: 2, stride: 3, pad: "valid" },
] as const).flatMap((options): GradientCase[] => {
  const { size, stride, pad } = options;
  const title = `${size}×${size}, stride ${stride}, ${pad}`;
  return [
    {
      name: `avgPool ${title}`,
      shapes: [[2, 5, 6, 2]],
      op: (x) => tf.avgPool(t4(x), size, stride, pad),
      reference: (x) => pool(x, { ...options, reduce: mean }),
    },
    {
      name: `maxPool ${title}`,
      shapes: [[2, 5, 6, 2]],
      op: (x) => tf.maxPool(t4(x), size, stride, pad),
      reference: (x) => pool(x, { ...options, reduce: most }),
    },
    {
      name: `maxPool of nothing above zero ${title}`,
      shapes: [[2, 5, 6, 1]],
      range: 1,
      offset: -1.2,
      op: (x) => tf.maxPool(t4(x), size, stride, pad),
      reference: (x) => pool(x, { ...options, reduce: most }),
    },
  ];
});

const composed: readonly GradientCase[] = [
  {
    name: "conv1d 3, stride 2, same",
    shapes: [[2, 7, 2], [3, 2, 3]],
    op: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 2, "same"),
    reference: (x, w) => {
      const [batch, length, channels] = x!.shape as [number, number, number];
      const wide = conv2d(nd([batch, 1, length, channels], x!.data), nd([1, ...w!.shape], w!.data), {
        stride: 2,
        pad: "same",
        dilation: 1,
      });
      return nd([batch, wide.shape[2]!, wide.shape[3]!], wide.data);
    },
  },
  {
    name: "separableConv2d 3×3, same",
    shapes: [[1, 4, 4, 2], [3, 3, 2, 2], [1, 1, 4, 3]],
    op: (x, deep, wide) => tf.separableConv2d(t4(x), t4(deep), t4(wide), 1, "same"),
    reference: (x, deep, wide) => {
      const options = { stride: 1, pad: "same", dilation: 1 } as const;
      return conv2d(depthwiseConv2d(x!, deep!, options), wide!, options);
    },
  },
  {
    name: "upSampling2d",
    shapes: [[2, 2, 3, 2]],
    op: (x) => tf.layers.upSampling2d({ size: [2, 2] }).apply(x) as tf.Tensor,
    reference: (x) => build([2, 4, 6, 2], (b, y, column, c) => at(x, b!, y! >> 1, column! >> 1, c!)),
  },
];

const avgPool3d: GradientCase = {
  name: "avgPool3d 2×2×2, stride 2, same",
  shapes: [[1, 3, 3, 3, 2]],
  op: (x) => tf.avgPool3d(t5(x), 2, 2, "same"),
  reference: (x) => pool(x, { size: 2, stride: 2, pad: "same", reduce: mean }),
};

const resizes: readonly GradientCase[] = [
  { height: 6, width: 8, alignCorners: false, halfPixelCenters: false },
  { height: 5, width: 7, alignCorners: true, halfPixelCenters: false },
  { height: 7, width: 5, alignCorners: false, halfPixelCenters: true },
  { height: 2, width: 3, alignCorners: false, halfPixelCenters: false },
].flatMap((to: Resize): GradientCase[] => {
  const { height, width, alignCorners, halfPixelCenters } = to;
  const title = `3×4 to ${height}×${width}${alignCorners ? ", corners" : ""}${halfPixelCenters ? ", half pixels" : ""}`;
  return [
    {
      name: `resizeNearestNeighbor ${title}`,
      shapes: [[3, 3, 4, 2]],
      op: (x) => tf.image.resizeNearestNeighbor(t4(x), [height, width], alignCorners, halfPixelCenters),
      reference: (x) => resizeNearest(x, to),
    },
    {
      name: `resizeBilinear ${title}`,
      shapes: [[3, 3, 4, 2]],
      op: (x) => tf.image.resizeBilinear(t4(x), [height, width], alignCorners, halfPixelCenters),
      reference: (x) => resizeBilinear(x, to),
    },
  ];
});

const others: readonly GradientCase[] = [
  {
    name: "depthToSpace",
    shapes: [[2, 2, 3, 8]],
    op: (x) => tf.depthToSpace(t4(x), 2),
    reference: (x) =>
      build(
        [2, 4, 6, 2],
        (b, y, column, c) => at(x, b!, y! >> 1, column! >> 1, ((y! & 1) * 2 + (column! & 1)) * 2 + c!),
      ),
  },
  {
    name: "localResponseNormalization (LRN)",
    shapes: [[1, 2, 2, 6]],
    op: (x) => tf.localResponseNormalization(t4(x), 2, 1, 0.5, 0.75),
    reference: lrn,
  },
  {
    name: "batchNorm with batch statistics",
    shapes: [[4, 3], [3], [3]],
    op: (x, scale, offset) => {
      const { mean, variance } = tf.moments(x, 0);
      return tf.batchNorm(x as tf.Tensor2D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-3);
    },
    reference: (x, scale, offset) => zip(zip(standardised(x), scale!, (a, b) => a * b), offset!, (a, b) => a + b),
  },
  {
    name: "batchNorm without scale and offset",
    shapes: [[4, 3]],
    op: (x) => {
      const { mean, variance } = tf.moments(x, 0);
      return tf.batchNorm(x as tf.Tensor2D, mean as tf.Tensor1D, variance as tf.Tensor1D, undefined, undefined, 1e-3);
    },
    reference: standardised,
  },
];

function lrn(x: NdArray): NdArray {
  return build(x.shape, (b, y, column, c) => {
    let sum = 0;
    for (let k = -2; k <= 2; k++) sum += at(x, b!, y!, column!, c! + k) ** 2;
    return at(x, b!, y!, column!, c!) * (1 + 0.5 * sum) ** -0.75;
  });
}

function standardised(x: NdArray): NdArray {
  const [rows, columns] = x.shape as [number, number];
  const column = (f: (values: number[]) => number) =>
    build([columns], (c) => f(Array.from({ length: rows }, (_, r) => at(x, r, c!))));
  const means = column(mean);
  const centred = zip(x, means, (a, b) => a - b);
  const variances = build([columns], (c) => mean(Array.from({ length: rows }, (_, r) => at(centred, r, c!) ** 2)));
  return zip(centred, map(variances, (v) => 1 / Math.sqrt(v + 1e-3)), (a, b) => a * b);
}

export const spatialCases: readonly GradientCase[] = [
  ...convolutions,
  ...transposed,
  ...solids,
  ...pools,
  ...composed,
  avgPool3d,
  ...resizes,
  ...others,
];
