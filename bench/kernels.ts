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
  readonly reads: number;
}

const decoder = new TextDecoder();

async function measure<T>(script: string, ...args: readonly string[]): Promise<T | { readonly refusal: string }> {
  const path = fileURLToPath(new URL(`../kernels/measuring/${script}`, import.meta.url));
  const output = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", path, ...args] }).output();
  if (output.success) return JSON.parse(decoder.decode(output.stdout).trim().split("\n").at(-1)!);
  const [line] = decoder.decode(output.stderr).match(/Error: .*/) ?? ["Error: it ended without a word"];
  return { refusal: line.replace(/^Error: /, "") };
}

type Measured<T> = T | { readonly refusal: string };

/** Stock and ours in turns, so that other work on the machine hits both alike. */
async function inTurns<T>(script: string, args: readonly string[], rounds: number): Promise<Measured<T>[][]> {
  const [stock, ours]: Measured<T>[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const isRefused = stock!.some((run) => "refusal" in (run as object));
    if (!isRefused) stock!.push(await measure<T>(script, "stock", ...args));
    ours!.push(await measure<T>(script, "ours", ...args));
  }
  return [stock!, ours!];
}

/** The run with the least of a number, or why there is none. */
function least<T extends object>(runs: readonly Measured<T>[], of: (run: T) => number): Measured<T> {
  const good = runs.filter((run): run is T => !("refusal" in run));
  return good.length === 0 ? runs[0]! : good.reduce((best, run) => of(run) < of(best) ? run : best);
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

interface Rate {
  readonly best: number;
  readonly median: number;
}

interface Convolutions {
  readonly isRelaxed: boolean;
  readonly bound: number;
  readonly plainBound: number;
  readonly rows: readonly (
    & Record<"forward" | "filter" | "input" | "stockForward" | "stockInput", Rate>
    & { readonly shape: string }
  )[];
  readonly matMul: { readonly ours: Rate; readonly stock: Rate };
}

const convolutions = await measure<Convolutions>("measure_convolutions.ts");
if ("refusal" in convolutions) throw new Error(convolutions.refusal);
const { isRelaxed, bound, plainBound, rows, matMul } = convolutions;
console.log("## Convolutions on wasm\n");
console.log(
  `GFLOP/s, best (and median) of rounds in which all take turns. The bound of one core is ${
    fixed(plainBound)
  } with a ` +
    `multiplication and an addition${
      isRelaxed ? `, ${fixed(bound)} with the two in one instruction, which ours use` : ""
    }.`,
);
console.log("Stock has no filter gradient.\n");
console.log(
  "| shape | forward | stock | dW | of bound | dx | of bound | stock |\n| --- | --- | --- | --- | --- | --- | --- | --- |",
);
for (const { shape, forward, filter, input, stockForward, stockInput } of rows) {
  const share = ({ best }: Rate) => `${Math.round(100 * best / Math.max(bound, plainBound))} %`;
  const both = ({ best, median }: Rate) => `${fixed(best)} (${fixed(median)})`;
  console.log(
    `| ${shape} | ${both(forward)} | ${fixed(stockForward.best)} | ${both(filter)} | ${share(filter)} | ${
      both(input)
    } | ${share(input)} | ${fixed(stockInput.best)} |`,
  );
}
console.log(
  `\nTransposed product 512×64 · 64×512: ${fixed(matMul.ours.best)} ours, ${fixed(matMul.stock.best)} stock.\n`,
);

console.log("## Pieces\n\nMilliseconds, the least of rounds of thirty in a row, stock and ours in turns.\n");
console.log("| piece | backend | stock | ours | ratio |\n| --- | --- | --- | --- | --- |");
for (const backend of ["wasm", "webgpu"]) {
  type Pieces = { readonly results: Readonly<Record<string, number>> };
  const [stock, ours] = await inTurns<Pieces>("measure_pieces.ts", [backend], 3) as [
    Measured<Pieces>[],
    Measured<Pieces>[],
  ];
  const refused = [...stock, ...ours].find((run) => "refusal" in run);
  if (refused) {
    console.log(`| all | ${backend} | ${(refused as { refusal: string }).refusal} | | |`);
    continue;
  }
  for (const name of Object.keys((ours[0] as Pieces).results)) {
    const of = (run: Pieces) => run.results[name]!;
    const [before, ms] = [of(least(stock, of) as Pieces), of(least(ours, of) as Pieces)];
    console.log(`| ${name} | ${backend} | ${fixed(before, 2)} | ${fixed(ms, 2)} | ${fixed(before / ms)} |`);
  }
}

console.log(
  "\n## Training steps\n\nThe least of whole steps, each ended by a read, stock and ours in turns. Programs, uploads and blocking reads are those of one step on webgpu.\n",
);
console.log(
  "| program | backend | stock ms | ours ms | ratio | programs | uploads | reads |\n| --- | --- | --- | --- | --- | --- | --- | --- |",
);
const times = new Map<string, number>();
const plan = [
  ["mlp gan", "wasm", 60],
  ["mlp gan", "webgpu", 20],
  ["dcgan 16", "webgpu", 10],
  ["dcgan 28", "wasm", 20],
  ["dcgan 28", "webgpu", 12],
  ["dcgan 28", "cpu", 1],
  ["dcgan tutorial", "wasm", 4],
  ["dcgan tutorial", "webgpu", 1],
] as const;
for (const [name, backend, steps] of plan) {
  const runs = await inTurns<Step>("measure_step.ts", [backend, name, String(steps)], steps === 1 ? 1 : 2);
  const [stock, ours] = runs.map((own) => least(own, ({ stepMs }) => stepMs)) as [Measured<Step>, Measured<Step>];
  if ("refusal" in ours) {
    console.log(`| ${name} | ${backend} | | ${ours.refusal} | | | | |`);
    continue;
  }
  const before = "refusal" in stock ? stock.refusal : fixed(stock.stepMs);
  times.set(`ours ${name} ${backend}`, ours.stepMs);
  if (!("refusal" in stock)) times.set(`stock ${name} ${backend}`, stock.stepMs);
  const ratio = "refusal" in stock ? "" : fixed(stock.stepMs / ours.stepMs, 2);
  const count = (key: "programs" | "uploads" | "reads") =>
    backend === "webgpu" && !("refusal" in stock) ? `${stock[key]} → ${ours[key]}` : "";
  console.log(
    `| ${name} | ${backend} | ${before} | ${fixed(ours.stepMs)} | ${ratio} | ${count("programs")} | ${
      count("uploads")
    } | ${count("reads")} |`,
  );
}
const [stockCpu, oursWasm] = [times.get("stock dcgan 28 cpu"), times.get("ours dcgan 28 wasm")];
if (stockCpu !== undefined && oursWasm !== undefined) {
  console.log(`\nDCGAN 28 on wasm, ours, against stock cpu: ${fixed(stockCpu / oursWasm)} times.`);
}
