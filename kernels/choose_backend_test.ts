import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "./mod.ts";

Deno.test("chooseBackend installs the fastest of what it measured and says so", async () => {
  const choice = await chooseBackend({ candidates: ["cpu", "wasm"] });
  const times = choice.candidates.map(({ backend, stepMs }) => ({ backend, stepMs: stepMs! }));
  assert.deepEqual(times.map(({ backend }) => backend), ["cpu", "wasm"]);
  const least = Math.min(...times.map(({ stepMs }) => stepMs));
  assert.equal(choice.backend, times.find(({ stepMs }) => stepMs === least)!.backend);
  assert.equal(tf.getBackend(), choice.backend);
  assert.match(choice.reason, /is the fastest for a training step of 0\.02 GFLOP \(cpu took .* ms; wasm took .* ms\)/);
});

Deno.test("chooseBackend gives a missing device as a reason and goes on", async () => {
  const program = `
    Object.defineProperty(Object.getPrototypeOf(navigator), "gpu", { value: undefined });
    const { chooseBackend, install } = await import(${JSON.stringify(new URL("./mod.ts", import.meta.url).href)});
    const { backend, candidates } = await chooseBackend({ candidates: ["webgpu", "cpu"] });
    const refusal = await install({ backend: "webgpu" }).catch((error) => error.message);
    console.log(JSON.stringify({ backend, candidates, refusal }));
  `;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", program] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { backend, candidates, refusal } = JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
  assert.equal(backend, "cpu");
  assert.match(candidates[0].reason, /no adapter found, expected a GPU or a software Vulkan driver/);
  assert.match(refusal, /Cannot start backend "webgpu"/);
});

Deno.test("chooseBackend refuses no candidates and no work", async () => {
  await assert.rejects(chooseBackend({ candidates: [] }), /no candidates/);
  await assert.rejects(chooseBackend({ gigaflopPerStep: 0 }), /expected a positive number/);
});
