import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { install } from "../mod.ts";
import { testOnBackends } from "../testing/backends.ts";
import { runningBackend } from "./start_webgpu.ts";

testOnBackends("dataSync, arraySync and print read what data() reads", async () => {
  const big = tf.range(0, 3_000_000).mul(2);
  const matrix = tf.tensor2d([[1, 2], [3, 4]], [2, 2], "int32").add(tf.scalar(1, "int32"));
  const flags = matrix.greater(tf.scalar(3, "int32"));
  assert.deepEqual(matrix.arraySync(), [[2, 3], [4, 5]]);
  assert.deepEqual([...flags.dataSync()], [0, 0, 1, 1]);
  assert.match(matrix.toString(), /\[\[2, 3\],/);
  const sync = big.clone().dataSync();
  const awaited = await big.data();
  assert.equal(sync.length, 3_000_000);
  assert.equal(sync.at(-1), 5_999_998);
  assert.equal(awaited.at(-1), 5_999_998);
  tf.dispose([big, matrix, flags]);
}, ["webgpu"]);

testOnBackends("a tensor over the binding limit is refused with its shape and the limit", () => {
  const { device } = runningBackend()!;
  const rows = Math.ceil(device.limits.maxStorageBufferBindingSize / 4 / 1024) + 1;
  if (rows * 4096 > 2 ** 30) {
    assert.throws(() => tf.zeros([2 ** 18 + 1, 1024]).add(1), /expected (room|at most)/);
  } else {
    assert.throws(() => tf.fill([rows, 1024], 1).add(1), new RegExp(`\\[${rows},1024\\].*expected at most`));
  }
}, ["webgpu"]);

testOnBackends("an error that the device reports aside is thrown by the next read", async () => {
  const backend = runningBackend()!;
  backend.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  const x = tf.tensor1d([1]).add(1);
  await assert.rejects(async () => {
    await x.data();
    await x.clone().add(1).data();
  }, /Cannot go on with backend "webgpu"/);
  await restart();
}, ["webgpu"]);

testOnBackends("an error of the device ends the backend, and installing again recovers", async () => {
  const { device } = runningBackend()!;
  device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  assert.throws(() => tf.tensor1d([1]).add(1), /Cannot go on with backend "webgpu".*; install the backend again/s);
  await install({ backend: "webgpu" });
  assert.notEqual(runningBackend()!.device, device);
  const sum = tf.tensor1d([1, 2]).add(1);
  assert.deepEqual([...await sum.data()], [2, 3]);
  sum.dispose();
  tf.env().set("WEBGPU_CPU_FORWARD", false);
}, ["webgpu"]);

testOnBackends("tensors without numbers give nothing or a reason", async () => {
  const [none, joined, product] = tf.tidy(() => [
    tf.zeros([0, 3]).add(1),
    tf.concat([tf.zeros([0, 2]), tf.ones([1, 2])]),
    tf.matMul(tf.zeros([0, 2]), tf.ones([2, 3])),
  ]);
  assert.deepEqual([...await none!.data()], []);
  assert.deepEqual([...await joined!.data()], [1, 1]);
  assert.deepEqual(product!.shape, [0, 3]);
  tf.dispose([none!, joined!, product!]);
  assert.throws(
    () => tf.tidy(() => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3]))),
    /holds no numbers, expected at least one/,
  );
  assert.throws(() => tf.tidy(() => tf.zeros([0, 3]).sum(0)), /holds no numbers, expected at least one/);
}, ["webgpu"]);

testOnBackends("a lost device says so, and installing again recovers", async () => {
  const backend = runningBackend()!;
  backend.device.destroy();
  await backend.device.lost;
  assert.throws(() => tf.tensor1d([1]).add(1), /device was lost.*install the backend again/);
  await install({ backend: "webgpu" });
  const sum = tf.tensor1d([1, 2]).add(1);
  assert.deepEqual([...await sum.data()], [2, 3]);
  sum.dispose();
}, ["webgpu"]);

testOnBackends("the byte budget holds over many shapes and refuses what does not fit", async () => {
  await restart(64 * 2 ** 20);
  const { bufferManager } = runningBackend()!;
  for (let size = 1; size <= 120; size++) {
    tf.tidy(() => tf.fill([size, 1000, 4], 1).add(1).sum().dataSync());
    assert.ok(bufferManager.numBytesAllocated <= 64 * 2 ** 20, `${bufferManager.numBytesAllocated} bytes at ${size}`);
  }
  const kept: tf.Tensor[] = [];
  assert.throws(() => {
    for (let i = 0; i < 20; i++) kept.push(tf.fill([1024, 1024], i).add(1));
  }, /bytes are in use, expected room; dispose tensors/);
  tf.dispose(kept);
  const after = tf.ones([1024, 1024]).add(1).sum();
  assert.equal(after.dataSync()[0], 2 ** 21);
  await restart();
}, ["webgpu"]);

testOnBackends("a budget that is no positive integer is refused", async () => {
  const backend = runningBackend()!;
  backend.device.destroy();
  await backend.device.lost;
  await assert.rejects(install({ backend: "webgpu", webgpu: { budgetBytes: 0 } }), /budgetBytes is 0/);
  await install({ backend: "webgpu" });
}, ["webgpu"]);

async function restart(budgetBytes?: number): Promise<void> {
  const { device } = runningBackend()!;
  device.destroy();
  await device.lost;
  await install({ backend: "webgpu", webgpu: budgetBytes === undefined ? {} : { budgetBytes } });
  tf.env().set("WEBGPU_CPU_FORWARD", false);
}
