import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";

testOnBackends("the gradient of a norm at zero is zero, not NaN", async () => {
  const slope = tf.tidy(() => tf.grad((x) => tf.norm(x))(tf.zeros([3])));
  assert.deepEqual(Array.from(await slope.data(), Math.abs), [0, 0, 0]);
  slope.dispose();
});

testOnBackends("a user's own customGrad keeps its rule at first order and differentiates again", async () => {
  const half = tf.customGrad((x, save) => {
    const doubled = (x as tf.Tensor).mul(2);
    (save as (tensors: tf.Tensor[]) => void)([doubled]);
    return {
      value: (x as tf.Tensor).square(),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => dy.mul(saved[0]!).mul(0.5),
    };
  });
  const [first, second] = tf.tidy(() => {
    const x = tf.tensor1d([3]);
    const slope = tf.grad((at) => half(at).sum());
    return [slope(x), tf.grad((at) => slope(at).square().sum())(x)];
  });
  assert.deepEqual([...await first!.data()], [3]);
  assert.deepEqual([...await second!.data()], [6]);
  tf.dispose([first!, second!]);
});

testOnBackends(
  "a customGrad that reads its input without saving it differentiates in the middle of a function",
  async () => {
    const cube = tf.customGrad((x) => ({
      value: (x as tf.Tensor).pow(3),
      gradFunc: (dy: tf.Tensor) => dy.mul((x as tf.Tensor).square()).mul(3),
    }));
    const live = tf.memory().numTensors;
    const [first, second] = tf.tidy(() => {
      const slope = tf.grad((x) => cube(x.mul(2)).sum());
      const at = tf.tensor1d([0.5]);
      return [slope(at), tf.grad((x) => slope(x).sum())(at)];
    });
    // 8x³ has the slopes 24x² and 48x.
    assert.ok(Math.abs((await first!.data())[0]! - 6) < 1e-4);
    assert.ok(Math.abs((await second!.data())[0]! - 24) < 1e-3);
    tf.dispose([first!, second!]);
    assert.equal(tf.memory().numTensors, live);
  },
);

for (const options of [{ scale: false }, { center: false }, { scale: false, center: false }]) {
  testOnBackends(`layers.batchNormalization(${JSON.stringify(options)}) trains`, async () => {
    const live = tf.memory().numTensors;
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 3, inputShape: [2], kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }) }),
        tf.layers.batchNormalization(options),
      ],
    });
    const optimizer = tf.train.sgd(0.1);
    const loss = () => {
      const target = tf.tensor2d([[1, -1, 1], [1, 1, -1], [-1, -1, 1], [-1, 1, -1]]);
      return (model.apply(tf.tensor2d([[1, 2], [3, 5], [0, 1], [2, 2]]), { training: true }) as tf.Tensor).sub(target)
        .square().mean() as tf.Scalar;
    };
    const first = await optimizer.minimize(loss, true)!.data();
    for (let i = 0; i < 20; i++) optimizer.minimize(loss);
    const last = await optimizer.minimize(loss, true)!.data();
    assert.ok(last[0]! < first[0]!, `loss went from ${first[0]} to ${last[0]}`);
    model.dispose();
    optimizer.dispose();
    assert.ok(tf.memory().numTensors - live <= 2, `${tf.memory().numTensors - live} live tensors, expected two losses`);
  });
}
