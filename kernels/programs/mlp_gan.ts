import * as tf from "@tensorflow/tfjs";
import { adversarial } from "./adversarial.ts";
import type { Program } from "./program.ts";
import { ringBatch } from "./ring.ts";
import { seeds } from "./seeds.ts";

export function mlpGan(random: () => number): Program {
  const seed = seeds(random);
  const dense = (units: number, activation?: "relu", inputShape?: [number]) =>
    tf.layers.dense({
      units,
      kernelInitializer: tf.initializers.glorotNormal({ seed: seed() }),
      ...(activation ? { activation } : {}),
      ...(inputShape ? { inputShape } : {}),
    });
  return adversarial({
    generator: tf.sequential({ layers: [dense(64, "relu", [4]), dense(64, "relu"), dense(2)] }),
    discriminator: tf.sequential({
      layers: [
        dense(64, undefined, [2]),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        dense(64),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        dense(1),
      ],
    }),
    latent: 4,
    batch: 64,
    rate: 2e-3,
    random,
    real: (count) => ringBatch(count, random),
  });
}
