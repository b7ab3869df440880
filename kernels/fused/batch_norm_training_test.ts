import * as tf from "@tensorflow/tfjs";
import { at, type NdArray } from "../reference/nd_array.ts";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";

function statistics(x: NdArray, c: number): { readonly mean: number; readonly variance: number } {
  const rows = x.shape[0]!;
  const column = Array.from({ length: rows }, (_, r) => at(x, r, c));
  const mean = column.reduce((sum, v) => sum + v, 0) / rows;
  return { mean, variance: column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows };
}

testOnBackends("the batch-normalisation layer keeps moving averages of what it has seen", async () => {
  const layer = tf.layers.batchNormalization({ momentum: 0.9 });
  const values = [1, 2, 3, 5, 8, 13, 21, 34];
  const x = tf.tensor(values, [2, 2, 2]);
  for (let i = 0; i < 2; i++) tf.dispose(layer.apply(x, { training: true }) as tf.Tensor);
  const [mean, variance] = layer.getWeights().slice(2);
  const columns = [0, 1].map((c) => statistics({ shape: [4, 2], data: Float64Array.from(values) }, c));
  const expected = (start: number, seen: number) => 0.9 * (0.9 * start + 0.1 * seen) + 0.1 * seen;
  assertClose(await mean!.data(), columns.map((column) => expected(0, column.mean)), { tolerance: 1e-6, what: "mean" });
  assertClose(await variance!.data(), columns.map((column) => expected(1, column.variance)), {
    tolerance: 1e-6,
    what: "variance",
  });
  layer.dispose();
  x.dispose();
});
