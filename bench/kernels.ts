/**
 * Measures the kernels against stock TensorFlow.js in one run: convolutions on wasm beside the SIMD bound, the Adam step,
 * the energy distance, and whole training steps on every backend. Prints Markdown. Takes four to eight minutes on two cores.
 *
 *     deno run -A bench/kernels.ts
 *
 * @module
 */
import { fileURLToPath } from "node:url";

interface Step {
  readonly stepMs: number;
  readonly kernels: number;
  readonly programs: number;
  readonly uploads: number;
}

const decoder = new TextDecoder();

async function measure<T>(script: string, ...args: readonly string[]): Promise<T | { readonly refusal: string }> {
  const path = fileURLToPath(new URL(`../kernels/measuring/${script}`, import.meta.url));
  const output = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", path, ...args] }).output();
  if (output.success) return JSON.parse(decoder.decode(output.stdout).trim().split("\n").at(-1)!);
  const [line] = decoder.decode(output.stderr).match(/Error: .*/) ?? ["Error: it ended without a word"];
  return { refusal: line.replace(/^Error: /, "") };
}

function fixed(value: number, digits = 1): string {
  return value.toFixed(digits);
}

const adapter = await navigator.gpu?.requestAdapter();
const device = adapter ? adapter.info.description || adapter.info.device : "none";
console.log(`# Kernels against stock TensorFlow.js 4.22\n`);
console.log(
  `${new Date().toISOString().slice(0, 10)}, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores, `,
);
console.log(`WebGPU adapter: ${device}.\n`);

interface Convolutions {
  readonly bound: number;
  readonly rows:
    readonly (Record<"forward" | "filter" | "input" | "stockInput", number> & { readonly shape: string })[];
  readonly matMul: { readonly ours: number; readonly stock: number };
}

const convolutions = await measure<Convolutions>("measure_convolutions.ts");
if ("refusal" in convolutions) throw new Error(convolutions.refusal);
const { bound, rows, matMul } = convolutions;
console.log(
  `## Convolutions on wasm\n\nGFLOP/s, best of many; the SIMD multiply-add bound of one core is ${fixed(bound)}.`,
);
console.log(`Stock has no filter gradient.\n`);
console.log(
  "| shape | forward | dW ours | of bound | dx ours | of bound | dx stock |\n| --- | --- | --- | --- | --- | --- | --- |",
);
for (const { shape, forward, filter, input, stockInput } of rows) {
  const share = (rate: number) => `${Math.round(100 * rate / bound)} %`;
  console.log(
    `| ${shape} | ${fixed(forward)} | ${fixed(filter)} | ${share(filter)} | ${fixed(input)} | ${share(input)} | ${
      fixed(stockInput)
    } |`,
  );
}
console.log(`\nTransposed product 512×64 · 64×512: ${fixed(matMul.ours)} ours, ${fixed(matMul.stock)} stock.\n`);

console.log("## Pieces\n\nMilliseconds, the least of five rounds of thirty in a row.\n");
console.log("| piece | backend | stock | ours | ratio |\n| --- | --- | --- | --- | --- |");
for (const backend of ["wasm", "webgpu"]) {
  type Pieces = { readonly results: Readonly<Record<string, number>> };
  const [stock, ours] = [
    await measure<Pieces>("measure_pieces.ts", "stock", backend),
    await measure<Pieces>("measure_pieces.ts", "ours", backend),
  ];
  if ("refusal" in ours || "refusal" in stock) {
    console.log(
      `| all | ${backend} | ${"refusal" in stock ? stock.refusal : ""} | ${"refusal" in ours ? ours.refusal : ""} | |`,
    );
    continue;
  }
  for (const [name, ms] of Object.entries(ours.results)) {
    const before = stock.results[name]!;
    console.log(`| ${name} | ${backend} | ${fixed(before, 2)} | ${fixed(ms, 2)} | ${fixed(before / ms)} |`);
  }
}

console.log(
  "\n## Training steps\n\nThe least of whole steps, each ended by a read. Programs and uploads are those of one step on webgpu.\n",
);
console.log(
  "| program | backend | stock ms | ours ms | ratio | programs | uploads |\n| --- | --- | --- | --- | --- | --- | --- |",
);
const plan = [
  ["mlp gan", "wasm", 60],
  ["mlp gan", "webgpu", 20],
  ["dcgan 16", "webgpu", 10],
  ["dcgan 28", "wasm", 20],
  ["dcgan 28", "webgpu", 12],
  ["dcgan 28", "cpu", 2],
  ["dcgan tutorial", "wasm", 4],
  ["dcgan tutorial", "webgpu", 3],
] as const;
for (const [name, backend, steps] of plan) {
  const [stock, ours] = [
    await measure<Step>("measure_step.ts", "stock", backend, name, String(steps)),
    await measure<Step>("measure_step.ts", "ours", backend, name, String(steps)),
  ];
  if ("refusal" in ours) {
    console.log(`| ${name} | ${backend} | | ${ours.refusal} | | | |`);
    continue;
  }
  const before = "refusal" in stock ? stock.refusal : fixed(stock.stepMs);
  const ratio = "refusal" in stock ? "" : fixed(stock.stepMs / ours.stepMs, 2);
  const count = (key: "programs" | "uploads") =>
    backend === "webgpu" && !("refusal" in stock) ? `${stock[key]} → ${ours[key]}` : "";
  console.log(
    `| ${name} | ${backend} | ${before} | ${fixed(ours.stepMs)} | ${ratio} | ${count("programs")} | ${
      count("uploads")
    } |`,
  );
}
