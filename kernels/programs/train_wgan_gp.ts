// Run as a program: train_wgan_gp.ts stock|ours <backend> <activation> <seed> <steps> <layers> <rate>. Prints one line of JSON.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type BackendName, install } from "../mod.ts";
import { seeded } from "../testing/random.ts";
import { trainWganGp } from "./train_ring.ts";
import type { CriticActivation } from "./wgan_gp.ts";

const [kind, backend, activation, ...numbers] = Deno.args as [string, BackendName, CriticActivation, ...string[]];
const [seed, steps, layers, rate] = numbers.map(Number) as [number, number, number, number];
if (kind === "ours") await install({ backend });
else await tf.setBackend(backend);
try {
  console.log(JSON.stringify(await trainWganGp(activation, seeded(seed), { steps, layers, rate })));
} catch (error) {
  console.log(JSON.stringify({ refusal: (error as Error).message }));
}
