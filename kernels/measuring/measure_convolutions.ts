// Run as a program: measure_convolutions.ts. Prints one line of JSON: GFLOP/s of the wasm convolutions, ours and stock.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { install } from "../mod.ts";
import { microKernelModule } from "../wasm/micro_kernels.ts";
import { simdBound } from "./simd_bound.ts";

await tf.setBackend("wasm");
const stockInput = tf.getKernel("Conv2DBackpropInput", "wasm").kernelFunc;
const stockForward = tf.getKernel("Conv2D", "wasm").kernelFunc;
const stockProduct = tf.getKernel("BatchMatMul", "wasm").kernelFunc;
await install({ backend: "wasm" });
const backend = tf.backend();

const shapes = [
  { batch: 16, size: 14, from: 16, to: 32, taps: 4, stride: 2 },
  { batch: 16, size: 14, from: 32, to: 32, taps: 3, stride: 1 },
  { batch: 32, size: 16, from: 32, to: 64, taps: 4, stride: 2 },
  { batch: 8, size: 14, from: 64, to: 128, taps: 5, stride: 2 },
  { batch: 8, size: 16, from: 64, to: 128, taps: 4, stride: 2 },
  { batch: 16, size: 32, from: 3, to: 32, taps: 4, stride: 2 },
  { batch: 16, size: 28, from: 1, to: 16, taps: 4, stride: 2 },
];

const isRelaxed = WebAssembly.validate(microKernelModule(true));
const bound = simdBound(isRelaxed);
const plainBound = simdBound(false);
const bounds: number[] = [];
const plainBounds: number[] = [];

const rows = shapes.map(({ batch, size, from, to, taps, stride }) => {
  const out = Math.ceil(size / stride);
  const x = tf.randomNormal([batch, size, size, from]);
  const filter = tf.randomNormal([taps, taps, from, to]);
  const dy = tf.randomNormal([batch, out, out, to]);
  const flop = 2 * batch * out * out * to * taps * taps * from;
  const shared = { strides: [stride, stride], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  const own = (name: string) => tf.getKernel(name, "wasm").kernelFunc;
  const runner = (kernel: tf.KernelFunc, inputs: tf.NamedTensorInfoMap, attrs: object) => () =>
    kernel({ inputs, backend, attrs: { ...shared, ...attrs } }) as tf.TensorInfo;
  const rates = interleaved(flop, {
    forward: runner(own("Conv2D"), { x, filter }, {}),
    filter: runner(own("Conv2DBackpropFilter"), { x, dy }, { filterShape: filter.shape }),
    input: runner(own("Conv2DBackpropInput"), { dy, filter }, { inputShape: x.shape }),
    stockForward: runner(stockForward, { x, filter }, {}),
    stockInput: runner(stockInput, { dy, filter }, { inputShape: x.shape }),
  });
  tf.dispose([x, filter, dy]);
  return { shape: `B${batch} ${size}×${size} ${from}→${to} k${taps}s${stride}`, ...rates };
});

const [a, b] = [tf.randomNormal([64, 512]), tf.randomNormal([64, 512])];
const product = (kernel: tf.KernelFunc) => () =>
  kernel({ inputs: { a, b }, backend, attrs: { transposeA: true, transposeB: false } }) as tf.TensorInfo;
const matMul = interleaved(2 * 64 * 512 * 512, {
  ours: product(tf.getKernel("BatchMatMul", "wasm").kernelFunc),
  stock: product(stockProduct),
});

console.log(JSON.stringify({
  isRelaxed,
  bound: Math.max(...bounds),
  plainBound: Math.max(...plainBounds),
  rows,
  matMul,
}));

interface Rate {
  readonly best: number;
  readonly median: number;
}

/** GFLOP/s of kernels that take turns, with a round of the bound between, so that other work on the machine hits all alike. */
function interleaved<K extends string>(flop: number, kernels: Record<K, () => tf.TensorInfo>): Record<K, Rate> {
  const names = Object.keys(kernels) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as unknown as Record<K, number[]>;
  const end = performance.now() + 2500;
  for (let round = 0; round < 12 || performance.now() < end; round++) {
    bounds.push(bound());
    plainBounds.push(plainBound());
    for (const name of names) {
      // Stock is slow and needs no accuracy.
      if (name.startsWith("stock") && round % 8 !== 0) continue;
      const start = performance.now();
      const info = kernels[name]();
      times[name].push(performance.now() - start);
      backend.disposeData(info.dataId);
    }
  }
  const rate = (ms: number) => flop / ms / 1e6;
  return Object.fromEntries(names.map((name) => {
    const sorted = times[name].sort((x, y) => x - y);
    return [name, { best: rate(sorted[0]!), median: rate(sorted[sorted.length >> 1]!) }];
  })) as Record<K, Rate>;
}
