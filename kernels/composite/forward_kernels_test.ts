import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";

/** The values of each tensor that `make` returns. */
async function values(make: () => tf.Tensor | readonly tf.Tensor[]): Promise<number[][]> {
  const made = tf.tidy(() => [make()].flat() as tf.Tensor[]);
  const read = await Promise.all(made.map(async (tensor) => Array.from(await tensor.data(), (value) => value + 0)));
  tf.dispose(made);
  return read;
}

testOnBackends(
  "running sums and products agree with loops, one length after the other, in every direction",
  async () => {
    for (const [rows, columns] of [[2, 3], [3, 5], [4, 4], [2, 3]] as const) {
      for (const axis of [0, 1]) {
        for (const exclusive of [false, true]) {
          for (const reverse of [false, true]) {
            const x = Array.from({ length: rows * columns }, (_, i) => 1 + (i * 7 % 5) / 4);
            const [sums, products] = await values(() => {
              const tensor = tf.tensor2d(x, [rows, columns]);
              return [tf.cumsum(tensor, axis, exclusive, reverse), tf.cumprod(tensor, axis, exclusive, reverse)];
            });
            const [length, step] = axis === 0 ? [rows, columns] : [columns, 1];
            for (let at = 0; at < x.length; at++) {
              const place = Math.floor(at / step) % length;
              const chosen = x.filter((_, i) => {
                const isSameLine = axis === 0
                  ? i % columns === at % columns
                  : Math.floor(i / columns) === Math.floor(at / columns);
                const distance = (reverse ? 1 : -1) * (Math.floor(i / step) % length - place);
                return isSameLine && (exclusive ? distance > 0 : distance >= 0);
              });
              const what = `[${rows},${columns}] axis ${axis} exclusive ${exclusive} reverse ${reverse} at ${at}`;
              assert.ok(Math.abs(sums![at]! - chosen.reduce((a, b) => a + b, 0)) < 1e-4, `sum ${what}`);
              assert.ok(Math.abs(products![at]! - chosen.reduce((a, b) => a * b, 1)) < 1e-3, `product ${what}`);
            }
          }
        }
      }
    }
  },
);

testOnBackends("matMul repeats both operands where both have outer axes of one", async () => {
  const [product] = await values(() =>
    tf.matMul(tf.tensor([1, 2], [2, 1, 1, 1]), tf.tensor([1, 10, 100], [1, 3, 1, 1]))
  );
  assert.deepEqual(product, [1, 10, 100, 2, 20, 200]);
});

testOnBackends("integers are multiplied, clipped, raised and added up as integers", async () => {
  const [product, clipped, squares, sums, confusion] = await values(() => {
    const x = tf.tensor2d([[5, -3], [7, 0]], [2, 2], "int32");
    return [
      tf.matMul(x, x),
      tf.clipByValue(x, -2, 6),
      tf.pow(x, tf.scalar(2, "int32")),
      tf.unsortedSegmentSum(x, tf.tensor1d([1, 1], "int32"), 2),
      tf.math.confusionMatrix(tf.tensor1d([0, 1, 1], "int32"), tf.tensor1d([0, 0, 1], "int32"), 2),
    ];
  });
  assert.deepEqual(product, [4, -15, 35, -21]);
  assert.deepEqual(clipped, [5, -2, 6, 0]);
  assert.deepEqual(squares, [25, 9, 49, 0]);
  assert.deepEqual(sums, [0, 0, 12, -3]);
  assert.deepEqual(confusion, [1, 0, 1, 1]);
});

testOnBackends("pad of rank five and six puts every value in its place", async () => {
  const [five, six] = await values(() => [
    tf.pad(tf.tensor([1, 2, 3, 4], [1, 2, 1, 2, 1]), [[0, 0], [1, 0], [0, 0], [0, 1], [0, 0]], 9),
    tf.pad(tf.tensor([1, 2], [1, 1, 1, 1, 2, 1]), [[0, 0], [0, 0], [0, 0], [0, 0], [1, 1], [0, 0]]),
  ]);
  assert.deepEqual(five, [9, 9, 9, 1, 2, 9, 3, 4, 9]);
  assert.deepEqual(six, [0, 1, 2, 0]);
});

testOnBackends("fused layers agree with their parts, activation by activation", async () => {
  const slopes = () => tf.tensor1d([0.1, 0.3]);
  for (const activation of ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const) {
    const own = (x: tf.Tensor): tf.Tensor => {
      if (activation === "linear") return x;
      if (activation === "leakyrelu") return tf.leakyRelu(x, 0.25);
      return activation === "prelu" ? tf.prelu(x, slopes()) : tf[activation](x);
    };
    const options = {
      activation: activation as "relu",
      ...(activation === "leakyrelu" ? { leakyreluAlpha: 0.25 } : {}),
      ...(activation === "prelu" ? { preluActivationWeights: slopes() } : {}),
    };
    const [dense, parts, convolved, pieces, deep, deepPieces] = await values(() => {
      const a = tf.tensor2d([[1, -2, 3], [-4, 5, 6]]);
      const b = tf.tensor2d([[1, -1], [2, 0.5], [-3, 1]]);
      const bias = tf.tensor1d([0.5, -1]);
      const image = tf.tensor4d([1, -2, 3, -4, 5, 6, -7, 8], [1, 2, 2, 2]);
      const filter = tf.tensor4d(Array.from({ length: 16 }, (_, i) => Math.cos(i)), [2, 2, 2, 2]);
      const single = filter.slice([0, 0, 0, 0], [2, 2, 2, 1]) as tf.Tensor4D;
      const frame = { strides: 1, pad: "same", bias, ...options } as const;
      return [
        tf.fused.matMul({ a, b, bias, ...options }),
        own(a.matMul(b).add(bias)),
        tf.fused.conv2d({ x: image, filter, ...frame }),
        own(tf.conv2d(image, filter, 1, "same").add(bias)),
        tf.fused.depthwiseConv2d({ x: image, filter: single, ...frame }),
        own(tf.depthwiseConv2d(image, single, 1, "same").add(bias)),
      ];
    });
    for (const [actual, expected] of [[dense, parts], [convolved, pieces], [deep, deepPieces]] as const) {
      expected!.forEach((value, i) =>
        assert.ok(Math.abs(actual![i]! - value) < 1e-5, `${activation} ${i}: ${actual![i]}, expected ${value}`)
      );
    }
  }
});

testOnBackends("a transposed convolution whose shapes do not go together is refused with the shape to expect", () => {
  assert.throws(
    () =>
      tf.tidy(() =>
        tf.conv2dTranspose(tf.ones([1, 3, 3, 2]) as tf.Tensor4D, tf.ones([3, 3, 2, 2]), [2, 8, 8, 2], 2, "same")
      ),
    /\[1,3,3,2\].*expected \[2,4,4,2\]/,
  );
});

testOnBackends("relu and relu6 clamp numbers and keep NaN, at any length", async () => {
  for (const length of [1, 4, 7, 64]) {
    const x = Array.from({ length }, (_, i) => [-3, NaN, 0.5, 9, -Infinity, Infinity, 6][i % 7]!);
    const [positive, limited] = await values(() => [tf.relu(tf.tensor1d(x)), tf.relu6(tf.tensor1d(x))]);
    assert.deepEqual(positive, x.map((value) => Math.max(value, 0)));
    assert.deepEqual(limited, x.map((value) => Math.min(Math.max(value, 0), 6)));
  }
}, ["cpu", "wasm"]);
