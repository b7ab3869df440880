import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  energyDistance,
  energyDistanceTensor,
  maximumMeanDiscrepancy,
  maximumMeanDiscrepancyTensor,
  toSamples,
} from "../mod.ts";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";
import { apart, seeded } from "../testing/random.ts";

const bandwidths = [0.5, 1, 3];

testOnBackends("the tensor distances equal the plain ones on many points", async () => {
  const random = seeded(9);
  const [a, b] = [apart(2 * 701, random, 2), apart(2 * 300, random, 1)];
  const results = tf.tidy(() => {
    const [x, y] = [tf.tensor2d(a, [701, 2]), tf.tensor2d(b, [300, 2])];
    return [energyDistanceTensor(x, y), maximumMeanDiscrepancyTensor(x, y, { bandwidths })];
  });
  const [energy, mmd] = await Promise.all(results.map((result) => result.data()));
  const [left, right] = [toSamples(a, 2), toSamples(b, 2)];
  assertClose(energy!, [energyDistance(left, right)], { tolerance: 1e-4, what: "energy distance" });
  assertClose(mmd!, [maximumMeanDiscrepancy(left, right, { bandwidths })], { tolerance: 1e-4, what: "MMD" });
  tf.dispose(results);
});

Deno.test("tensor distances refuse points that do not fit", () => {
  const [a, b] = [tf.zeros([2, 3]) as tf.Tensor2D, tf.zeros([2, 2]) as tf.Tensor2D];
  assert.throws(() => energyDistanceTensor(a, b), /shapes "\[2,3\]" and "\[2,2\]".*expected float32/);
  assert.throws(() => maximumMeanDiscrepancyTensor(a, a, { bandwidths: [] }), /expected one to 4 positive widths/);
  assert.throws(() => energyDistanceTensor(a, tf.zeros([2, 3], "int32")), /int32.*expected float32/);
});
