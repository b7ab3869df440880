import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";
import { apart, seeded } from "../testing/random.ts";

interface Settings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Algorithm 1 of Kingma & Ba (2015), element by element in float64, on gradients of Σ w · x². */
function plainAdam(start: readonly number[], weights: readonly number[], steps: number, s: Settings): number[] {
  return start.map((value, i) => {
    let [x, m, v] = [value, 0, 0];
    for (let t = 1; t <= steps; t++) {
      const g = 2 * weights[i]! * x;
      m = s.beta1 * m + (1 - s.beta1) * g;
      v = s.beta2 * v + (1 - s.beta2) * g * g;
      x -= s.rate * (m / (1 - s.beta1 ** t)) / (Math.sqrt(v / (1 - s.beta2 ** t)) + s.epsilon);
    }
    return x;
  });
}

const settings = { rate: 0.03, beta1: 0.5, beta2: 0.9, epsilon: 1e-7 };

testOnBackends("Adam takes the steps of the paper, whatever the shape", async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(shape, async (shape) => {
      const size = tf.util.sizeFromShape(shape);
      const start = apart(size, seeded(size), 2).map(Math.fround);
      const weights = apart(size, seeded(size + 1), 1).map((w) => Math.fround(w + 1.5));
      const live = tf.memory().numTensors;
      const x = tf.variable(tf.tensor(start, shape));
      const w = tf.tensor(weights, shape);
      const optimizer = tf.train.adam(settings.rate, settings.beta1, settings.beta2, settings.epsilon);
      for (let i = 0; i < 6; i++) optimizer.minimize(() => x.square().mul(w).sum(), false, [x]);
      assertClose(await x.data(), plainAdam(start, weights, 6, settings), { tolerance: 2e-6, what: `[${shape}]` });
      optimizer.dispose();
      tf.dispose([x, w]);
      assert.equal(tf.memory().numTensors, live + 1, "only the variable's first tensor outlives it");
    }),
    { numRuns: 12, seed: 5 },
  );
});

testOnBackends("getWeights and setWeights carry an Adam run over to another optimizer", async () => {
  const run = async (isCut: boolean) => {
    const x = tf.variable(tf.tensor1d([1, -2, 3]));
    let optimizer = tf.train.adam(0.1, 0.5, 0.9);
    for (let i = 0; i < 8; i++) {
      if (i === 4 && isCut) {
        const weights = await optimizer.getWeights();
        assert.deepEqual([...await weights[0]!.tensor.data()], [4]);
        assert.deepEqual(weights.map(({ tensor }) => tensor.shape), [[], [3], [3]]);
        const next = tf.train.adam(0.1, 0.5, 0.9);
        await next.setWeights(weights);
        optimizer = next;
      }
      optimizer.minimize(() => x.square().sum(), false, [x]);
    }
    return [...await x.data()];
  };
  assert.deepEqual(await run(true), await run(false));
});
