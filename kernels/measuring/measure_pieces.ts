// Run as a program: measure_pieces.ts stock|ours <backend>. Prints one line of JSON: milliseconds of an Adam step and of energy distances.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type BackendName, energyDistanceTensor, install } from "../mod.ts";

const [kind, backend] = Deno.args as [string, BackendName];
if (kind === "ours") {
  await install({ backend });
} else {
  if (backend === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  await tf.setBackend(backend);
}

const layers: Record<string, number[][]> = {
  "adam, 6 variables": [[2, 128], [128], [128, 128], [128], [128, 1], [1]],
  "adam, 13 variables": [
    ...[[16, 1568], [1568], [1568], [4, 4, 16, 32], [16], [16], [4, 4, 1, 16]],
    ...[[4, 4, 1, 16], [16], [4, 4, 16, 32], [32], [1568, 1], [1]],
  ],
};

const results: Record<string, number> = {};
for (const [name, shapes] of Object.entries(layers)) {
  const variables = shapes.map((shape) => tf.variable(tf.randomNormal(shape)));
  const gradients = Object.fromEntries(variables.map((variable) => [variable.name, tf.randomNormal(variable.shape)]));
  const optimizer = tf.train.adam(1e-3);
  results[name] = await least(() => optimizer.applyGradients(gradients as tf.NamedTensorMap as never));
  optimizer.dispose();
  tf.dispose([variables, gradients]);
}
for (const count of [500, 1000]) {
  const [a, b] = [tf.randomNormal([count, 2]), tf.randomNormal([count, 2])] as [tf.Tensor2D, tf.Tensor2D];
  results[`energy distance, ${count} points`] = await least(() => {
    (kind === "ours" ? energyDistanceTensor(a, b) : composed(a, b)).dispose();
  });
  tf.dispose([a, b]);
}
console.log(JSON.stringify({ kind, backend, results }));

function composed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  const mean = (x: tf.Tensor2D, y: tf.Tensor2D) => {
    const squares = x.square().sum(1, true).add(y.square().sum(1)).sub(tf.matMul(x, y, false, true).mul(2));
    return squares.maximum(0).sqrt().mean();
  };
  return tf.tidy(() => mean(a, b).mul(2).sub(mean(a, a)).sub(mean(b, b)) as tf.Scalar);
}

/** The least time of a run, thirty in a row with one read behind them, which ends the work. */
async function least(run: () => void): Promise<number> {
  const probe = tf.scalar(1);
  const settle = async () => {
    const sum = probe.add(1);
    await sum.data();
    sum.dispose();
  };
  const repeats = 30;
  for (let i = 0; i < 3; i++) run();
  await settle();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) run();
    await settle();
    times.push((performance.now() - start) / repeats);
  }
  probe.dispose();
  return Math.min(...times);
}
