// Long trainings, apart from the suite: deno test -A kernels/programs/long_training.ts (eleven minutes on two busy cores, most of it lavapipe).
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";
import { seeded } from "../testing/random.ts";
import { type ProgramName, programs } from "./programs.ts";
import { describe, trainWganGp } from "./train_ring.ts";

for (const activation of ["tanh", "sigmoid", "leakyRelu", "elu"] as const) {
  testOnBackends(`WGAN-GP with a ${activation} critic holds its slope at one for 300 steps`, async (backend) => {
    const result = await trainWganGp(activation, seeded(2), { steps: 300 });
    console.log(`${activation} on ${backend}: ${describe(result)}`);
    const { between } = result.slope;
    assert.ok(between > 0.9 && between < 1.1, `slope ${between}, expected 0.9 to 1.1`);
  });
}

const goals: readonly { readonly name: ProgramName; readonly steps: number; readonly below: number }[] = [
  { name: "mlp gan", steps: 500, below: 0.5 },
  { name: "conditional gan", steps: 500, below: 0.8 },
  { name: "acgan", steps: 500, below: 0.8 },
];

for (const { name, steps, below } of goals) {
  testOnBackends(`${name} brings its score below ${below} in ${steps} steps and leaks nothing`, async (backend) => {
    const program = programs[name](seeded(3));
    program.step();
    const memory = tf.memory() as { numTensors: number; numBytesInGPU?: number };
    const scores: number[] = [];
    for (let step = 1; step < steps; step++) {
      program.step();
      // A GAN circles its goal: the best of the last rounds counts.
      if (step > steps - 150 && step % 10 === 0) scores.push(await program.score());
    }
    const after = tf.memory() as { numTensors: number; numBytesInGPU?: number };
    assert.equal(after.numTensors, memory.numTensors, "live tensors");
    if (backend === "webgpu") {
      assert.ok(after.numBytesInGPU! <= 2 * memory.numBytesInGPU! + 2 ** 20, `${after.numBytesInGPU} bytes on the GPU`);
    }
    program.dispose();
    console.log(`${name} on ${backend}: score ${Math.min(...scores).toFixed(3)}`);
    assert.ok(Math.min(...scores) < below, `best score ${Math.min(...scores)}`);
  });
}
