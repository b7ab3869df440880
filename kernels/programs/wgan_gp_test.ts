import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { install } from "../mod.ts";
import { seeded } from "../testing/random.ts";
import { type RingResult, trainWganGp } from "./train_ring.ts";
import type { CriticActivation } from "./wgan_gp.ts";

const steps = 240;

for (const activation of ["tanh", "sigmoid", "leakyRelu", "elu"] as const) {
  Deno.test(`WGAN-GP with a ${activation} critic holds its slope at one on wasm`, async () => {
    await install({ backend: "wasm" });
    const { slope, score } = await trainWganGp(activation, seeded(1), steps);
    console.log(`${activation}: slope ${slope.toFixed(3)}, energy distance ${score.toFixed(2)}`);
    assert.ok(slope > 0.9 && slope < 1.1, `slope ${slope}, expected 0.9 to 1.1`);
  });
}

Deno.test("stock WGAN-GP with a sigmoid critic loses its slope", async () => {
  const { slope, score } = await stock("sigmoid") as RingResult;
  console.log(`stock sigmoid: slope ${slope.toFixed(3)}, energy distance ${score.toFixed(2)}`);
  assert.ok(slope < 0.5, `slope ${slope}: stock works now, and the fix may go`);
});

for (const activation of ["leakyRelu", "elu"] as const) {
  Deno.test(`stock WGAN-GP with a ${activation} critic throws`, async () => {
    const { refusal } = await stock(activation) as { refusal: string };
    console.log(`stock ${activation}: ${refusal}`);
    assert.match(refusal, /gradient function not found for (Greater|EluGrad)/);
  });
}

async function stock(activation: CriticActivation): Promise<RingResult | { readonly refusal: string }> {
  const script = fileURLToPath(new URL("./train_wgan_gp.ts", import.meta.url));
  const args = ["run", "-A", script, "stock", "wasm", activation, String(steps)];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
}
