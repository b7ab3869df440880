import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";

for (
  const [equation, shapes, message] of [
    ["ij,jk", [[2, 3], [3, 4]], /no single arrow, expected the explicit form/],
    ["ij,jk->ik", [[2, 3]], /2 terms for 1 tensors/],
    ["ij,jk->ik", [[2, 3], [4, 4]], /letter j is both 3 and 4/],
    ["ii->i", [[2, 2]], /letter i twice in one term/],
    ["ij->ik", [[2, 2]], /letter k of the output is in no term/],
    ["ijk->i", [[2, 2]], /term ijk for shape \[2,2\]/],
    ["i,i,i->i", [[2], [2], [2]], /3 tensors, expected one or two/],
  ] as const
) {
  testOnBackends(`einsum refuses "${equation}" on shapes ${JSON.stringify(shapes)}`, () => {
    assert.throws(() => tf.tidy(() => tf.einsum(equation, ...shapes.map((shape) => tf.ones([...shape])))), message);
  });
}

testOnBackends("einsum that changes nothing gives a tensor of its own", async () => {
  const x = tf.tensor2d([[1, 2]]);
  const same = tf.einsum("ij->ij", x);
  x.dispose();
  assert.deepEqual([...await same.data()], [1, 2]);
  same.dispose();
});
