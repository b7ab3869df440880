import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { install } from "./mod.ts";
import { testOnBackends } from "./testing/backends.ts";

testOnBackends("FEATURES.md names every kernel and gradient that an installation replaces", async (backend) => {
  const text = await Deno.readTextFile(new URL("./FEATURES.md", import.meta.url));
  const { kernels, gradients } = await install({ backend });
  const words = new Set(text.match(/\w+/g));
  assert.deepEqual([...new Set([...kernels, ...gradients])].filter((name) => !words.has(name)), []);
});

testOnBackends("a second install replaces nothing again", async (backend) => {
  const first = await install({ backend });
  const functions = () => [
    ...first.kernels.map((name) => tf.getKernel(name, backend).kernelFunc),
    ...first.gradients.map((name) => tf.getGradient(name).gradFunc),
    (tf.engine() as unknown as { addTapeNode: unknown }).addTapeNode,
    tf.AdamOptimizer.prototype.applyGradients,
    tf.losses.sigmoidCrossEntropy,
  ];
  const before = functions();
  assert.deepEqual(await install({ backend }), first);
  assert.ok(functions().every((replaced, i) => replaced === before[i]), "some function was replaced again");
});
