import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";

testOnBackends("a right operand multiplies in one shape after the other over the same data", async () => {
  const b = tf.tensor1d([1, 2, 3]);
  const products = tf.tidy(() => {
    const outer = tf.matMul(tf.tensor2d([[1], [2]]), b.reshape([1, 3]));
    const inner = tf.matMul(tf.tensor2d([[1, 1, 1]]), b.reshape([3, 1]));
    return [outer, inner, tf.matMul(outer, b.reshape([3, 1]))];
  });
  const values = await Promise.all(products.map((product) => product.data()));
  assert.deepEqual(values.map((value) => [...value]), [[1, 2, 3, 2, 4, 6], [6], [14, 28]]);
  tf.dispose([b, ...products]);
}, ["cpu", "wasm"]);
