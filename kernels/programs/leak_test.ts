import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";
import { seeded } from "../testing/random.ts";
import { type WasmBackend, wasmHeap } from "../wasm/wasm_memory.ts";
import { runningBackend } from "../webgpu/start_webgpu.ts";
import { minimise, weightsOf } from "./program.ts";

/** A small convolutional WGAN-GP with everything that holds memory: moving averages, two optimizers, second derivatives. */
function smallGan(random: () => number) {
  const generator = tf.sequential({
    layers: [
      tf.layers.dense({ units: 32, inputShape: [3] }),
      tf.layers.batchNormalization(),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.reshape({ targetShape: [2, 2, 8] }),
      tf.layers.conv2dTranspose({ filters: 1, kernelSize: 4, strides: 2, padding: "same", activation: "tanh" }),
    ],
  });
  const critic = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "same", inputShape: [4, 4, 1] }),
      tf.layers.elu(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1 }),
    ],
  });
  const [generatorAdam, criticAdam] = [tf.train.adam(1e-3, 0, 0.9), tf.train.rmsprop(1e-3)];
  const noise = () => tf.tensor2d(Float32Array.from({ length: 12 }, random), [4, 3]);
  const fake = () => generator.apply(noise(), { training: true }) as tf.Tensor;
  const judge = (x: tf.Tensor) => critic.apply(x) as tf.Tensor;
  return {
    step: () => {
      minimise(criticAdam, () => {
        const made = fake();
        const real = tf.onesLike(made);
        const slope = tf.grad((x) => judge(x).sum())(made.add(real).div(2));
        const penalty = slope.square().sum([1, 2, 3]).add(1e-12).sqrt().sub(1).square().mean();
        return judge(made).mean().sub(judge(real).mean()).add(penalty.mul(10));
      }, weightsOf(critic));
      minimise(generatorAdam, () => judge(fake()).mean().neg(), weightsOf(generator));
    },
    dispose: () => {
      for (const part of [generator, critic]) part.dispose();
      for (const optimizer of [generatorAdam, criticAdam]) optimizer.dispose();
    },
  };
}

const steps = 500;

testOnBackends(`${steps} steps leak no tensor, no data and no buffer`, async (backend) => {
  const outside = tf.memory().numTensors;
  const gan = smallGan(seeded(4));
  const held = () => ({
    tensors: tf.memory().numTensors,
    data: tf.backend().numDataIds(),
    gpuBytes: runningBackend()?.bufferManager.numBytesUsed,
    // Idle buffers wait for their next use; with the same shapes their number settles.
    gpuBytesWithIdle: runningBackend()?.bufferManager.numBytesAllocated,
    heapBytes: backend === "wasm" ? wasmHeap(tf.backend() as WasmBackend).buffer.byteLength : undefined,
  });
  // What waits in the queue still holds its buffers.
  const settle = async () => {
    const end = tf.tidy(() => tf.scalar(0).add(1));
    await end.data();
    end.dispose();
  };
  for (let i = 0; i < 50; i++) gan.step();
  await settle();
  const before = held();
  for (let i = 50; i < steps; i++) gan.step();
  await settle();
  const after = held();
  assert.deepEqual(
    { ...after, gpuBytes: undefined, gpuBytesWithIdle: undefined },
    { ...before, gpuBytes: undefined, gpuBytesWithIdle: undefined },
  );
  for (const key of ["gpuBytes", "gpuBytesWithIdle"] as const) {
    assert.ok((after[key] ?? 0) <= 1.1 * (before[key] ?? 0), `${key} went from ${before[key]} to ${after[key]}`);
  }
  gan.dispose();
  assert.equal(tf.memory().numTensors, outside, "tensors after disposal");
});
