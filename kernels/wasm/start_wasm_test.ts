import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const program = `
import { install } from ${JSON.stringify(new URL("../mod.ts", import.meta.url).href)};
import * as tf from "@tensorflow/tfjs";
const chunks = [];
for await (const chunk of Deno.stdin.readable) chunks.push(chunk);
const binary = new Uint8Array(await new Blob(chunks).arrayBuffer());
await install({ backend: "wasm", wasm: { binary } });
await install({ backend: "wasm", wasm: { binary } });
const slope = tf.grad((x) => tf.grad((x) => x.tanh().sum())(x).square().sum());
delete globalThis.WebAssembly;
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).arraySync();
console.log(JSON.stringify({ backend: tf.getBackend(), slope: slope(tf.tensor1d([0.5])).arraySync(), product }));
`;

Deno.test("a bundle starts the wasm backend from embedded bytes without any permission", async () => {
  const folder = await Deno.makeTempDir({ dir: fileURLToPath(new URL("..", import.meta.url)), prefix: ".bundle_" });
  try {
    await Deno.writeTextFile(`${folder}/program.ts`, program);
    await deno(["bundle", "--quiet", "--platform", "deno", "-o", `${folder}/bundle.js`, `${folder}/program.ts`]);
    const binary = await Deno.readFile(
      fileURLToPath(new URL("tfjs-backend-wasm-simd.wasm", import.meta.resolve("@tensorflow/tfjs-backend-wasm"))),
    );
    const closed = ["--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--deny-read", "--deny-net"];
    const output = await deno(["run", ...closed, `${folder}/bundle.js`], binary);
    const { backend, slope, product } = JSON.parse(output.trim().split("\n").at(-1)!);
    assert.equal(backend, "wasm");
    assert.deepEqual(product, [[11]]);
    const t = Math.tanh(0.5);
    assert.ok(Math.abs(slope[0] - -4 * t * (1 - t * t) ** 2) < 1e-5, `second derivative ${slope[0]}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function deno(args: string[], input?: Uint8Array<ArrayBuffer>): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  if (input) await writer.write(input);
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const binaryPath = fileURLToPath(
  new URL("tfjs-backend-wasm-simd.wasm", import.meta.resolve("@tensorflow/tfjs-backend-wasm")),
);

Deno.test("the wasm backend starts from a path, and from the installed package when nothing is said", async () => {
  for (const wasm of [{ path: binaryPath }, undefined]) {
    const program = `
      import { install } from ${JSON.stringify(new URL("../mod.ts", import.meta.url).href)};
      const installation = await install(${JSON.stringify({ backend: "wasm", wasm })});
      console.log(installation.backend, typeof globalThis.__dirname);
    `;
    assert.match(await deno(["eval", program]), /^wasm undefined$/m);
  }
});

Deno.test("install refuses what is no wasm binary and what is no backend", async () => {
  const { install } = await import("../mod.ts");
  const notWasm = { backend: "wasm", wasm: { binary: new TextEncoder().encode("not a binary") } } as const;
  await assert.rejects(install(notWasm), /12 bytes are no wasm module, expected tfjs-backend/);
  const nowhere = { backend: "wasm", wasm: { path: "/nowhere/to/be/found.wasm" } } as const;
  await assert.rejects(install(nowhere), /from "\/nowhere\/to\/be\/found.wasm": .*, expected a readable file/);
  await assert.rejects(install(undefined as never), /"undefined": unknown name, expected "cpu", "wasm" or "webgpu"/);
  await assert.rejects(
    install({ backend: "webgl" as "cpu" }),
    /"webgl": unknown name, expected "cpu", "wasm" or "webgpu"/,
  );
});
