// Run as a program: train_wgan_gp.ts stock|ours <backend> <activation> <steps>. Prints one line of JSON.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type BackendName, install } from "../mod.ts";
import { seeded } from "../testing/random.ts";
import { trainWganGp } from "./train_ring.ts";
import type { CriticActivation } from "./wgan_gp.ts";

const [kind, backend, activation, steps] = Deno.args as [string, BackendName, CriticActivation, string];
if (kind === "ours") await install({ backend });
else await tf.setBackend(backend);
try {
  console.log(JSON.stringify(await trainWganGp(activation, seeded(1), Number(steps))));
} catch (error) {
  console.log(JSON.stringify({ refusal: (error as Error).message }));
}
