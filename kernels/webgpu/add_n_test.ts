import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";

testOnBackends("addN and concat take more tensors than one program can bind", async () => {
  const [sum, joined] = tf.tidy(() => {
    const terms = Array.from({ length: 37 }, (_, i) => tf.tensor1d([i, 2 * i]).add(1));
    return [tf.addN(terms), tf.concat(terms)];
  });
  assert.deepEqual([...await sum!.data()], [703, 1369]);
  assert.deepEqual([...await joined!.data()], Array.from({ length: 37 }, (_, i) => [i + 1, 2 * i + 1]).flat());
  tf.dispose([sum!, joined!]);
});
