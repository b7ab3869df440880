import assert from "node:assert/strict";
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
  assert.deepEqual(await install({ backend }), first);
});
