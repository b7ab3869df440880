import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testOnBackends } from "../testing/backends.ts";
import { seeded } from "../testing/random.ts";
import { type ProgramName, programs } from "./programs.ts";

/** What a short training must reach: the score afterwards as a share of the score before. */
const goals: readonly { readonly name: ProgramName; readonly steps: number; readonly share: number }[] = [
  { name: "dcgan 16", steps: 40, share: 0.5 },
  { name: "dcgan 28", steps: 10, share: 0.8 },
  { name: "conv critic", steps: 30, share: 0.5 },
  { name: "dense vae", steps: 30, share: 0.5 },
  { name: "conv vae", steps: 30, share: 0.7 },
  { name: "cyclegan", steps: 20, share: 0.6 },
  { name: "srgan", steps: 20, share: 0.3 },
];

for (const { name, steps, share } of goals) {
  testOnBackends(
    `${name} brings its score below ${share} of the start in ${steps} steps and leaks nothing`,
    async () => {
      const outside = tf.memory().numTensors;
      const program = programs[name](seeded(3));
      const before = await program.score();
      program.step();
      const live = tf.memory().numTensors;
      for (let i = 1; i < steps; i++) program.step();
      assert.equal(tf.memory().numTensors, live, "live tensors after the last step");
      const after = await program.score();
      program.dispose();
      assert.ok(after < share * before, `score went from ${before} to ${after}`);
      assert.equal(tf.memory().numTensors, outside, "live tensors after disposal");
    },
  );
}
