import assert from "node:assert/strict";
import {
  convolution,
  leakyRelu,
  maxPooling,
  normalization,
  normalTensor,
  seeded,
  type TensorData,
  transposedConvolution,
} from "./mod.ts";

const tensor = (shape: readonly number[], ...values: number[]): TensorData => ({ shape, values });
const dot = (a: TensorData, b: TensorData) => a.values.reduce((sum, value, i) => sum + value * b.values[i]!, 0);

Deno.test("convolution adds up products under the kernel, zeros beyond the edges, and the bias", () => {
  const image = tensor([1, 2, 2, 1], 1, 2, 3, 4);
  const kernel = tensor([3, 3, 1, 1], 0, 0, 0, 0, 1, 10, 0, 100, 1000);
  assert.deepEqual(
    convolution(image, { kernel, bias: tensor([1], 0.5) }, { padding: 1 }),
    tensor([1, 2, 2, 1], 1 + 20 + 300 + 4000 + 0.5, 2 + 400 + 0.5, 3 + 40 + 0.5, 4.5),
  );
  const strided = convolution(tensor([1, 4, 4, 1], ...Array(16).keys()), { kernel: tensor([2, 2, 1, 1], 1, 0, 0, 1) }, {
    stride: 2,
  });
  assert.deepEqual(strided, tensor([1, 2, 2, 1], 5, 9, 21, 25));
});

Deno.test("transposedConvolution is the transpose of the convolution with stride 2 that halves", () => {
  const random = seeded(1);
  const [image, map] = [normalTensor(random, [2, 4, 6, 3]), normalTensor(random, [2, 2, 3, 5])];
  const kernel = normalTensor(random, [4, 4, 3, 5]);
  const down = convolution(image, { kernel }, { stride: 2, padding: 1 });
  const up = transposedConvolution(map, { kernel });
  assert.deepEqual([down.shape, up.shape], [map.shape, image.shape]);
  assert.ok(Math.abs(dot(down, map) - dot(image, up)) < 1e-9);
  const shifted = transposedConvolution(map, { kernel, bias: tensor([3], 0, 0, 7) });
  assert.deepEqual(shifted.values.slice(0, 3), [up.values[0], up.values[1], up.values[2]! + 7]);
});

Deno.test("activation, normalisation and pooling by hand", () => {
  assert.deepEqual(leakyRelu(tensor([2], -5, 5), 0.2).values, [-1, 5]);
  assert.deepEqual(maxPooling(tensor([1, 2, 4, 1], 1, 7, 2, 0, 3, 4, 5, 9)), tensor([1, 1, 2, 1], 7, 9));
  const weights = {
    gamma: tensor([1], 2),
    beta: tensor([1], 1),
    mean: tensor([1], 3),
    variance: tensor([1], 4 - 1e-3),
  };
  assert.deepEqual(normalization(tensor([1, 1], 7), weights).values, [5]);
});
