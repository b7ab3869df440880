import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { at, build, nd } from "../reference/nd_array.ts";
import { testOnBackends } from "../testing/backends.ts";

testOnBackends("transpose moves every value of any shape and order", async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 5 })
    .filter((sizes) => sizes.reduce((product, size) => product * size, 1) < 4000);
  const shaped = shape.chain((sizes) =>
    fc.tuple(fc.constant(sizes), fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length }))
  );
  await fc.assert(
    fc.asyncProperty(shaped, async ([sizes, order]) => {
      const count = sizes.reduce((product, size) => product * size, 1);
      const x = nd(sizes, Array.from({ length: count }, (_, i) => i));
      const expected = build(order.map((axis) => sizes[axis]!), (...index) => {
        const source = new Array<number>(sizes.length);
        for (const [place, axis] of order.entries()) source[axis] = index[place]!;
        return at(x, ...source);
      });
      const moved = tf.tidy(() => tf.tensor(Float32Array.from(x.data), sizes).transpose(order));
      assert.deepEqual(moved.shape, [...expected.shape]);
      assert.deepEqual([...await moved.data()], [...expected.data]);
      moved.dispose();
    }),
    { numRuns: 60, seed: 4 },
  );
}, ["wasm"]);
