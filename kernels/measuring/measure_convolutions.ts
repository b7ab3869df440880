// Run as a program: measure_convolutions.ts. Prints one line of JSON: GFLOP/s of the wasm convolutions, ours and stock.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { install } from "../mod.ts";
import { simdBound } from "./simd_bound.ts";

await tf.setBackend("wasm");
const stockInput = tf.getKernel("Conv2DBackpropInput", "wasm").kernelFunc;
const stockProduct = tf.getKernel("BatchMatMul", "wasm").kernelFunc;
await install({ backend: "wasm" });
const backend = tf.backend();

const shapes = [
  { batch: 16, size: 14, from: 16, to: 32, taps: 4, stride: 2 },
  { batch: 16, size: 14, from: 32, to: 32, taps: 3, stride: 1 },
  { batch: 32, size: 16, from: 32, to: 64, taps: 4, stride: 2 },
  { batch: 32, size: 14, from: 64, to: 128, taps: 5, stride: 2 },
  { batch: 64, size: 16, from: 64, to: 128, taps: 4, stride: 2 },
  { batch: 16, size: 32, from: 3, to: 32, taps: 4, stride: 2 },
  { batch: 16, size: 28, from: 1, to: 16, taps: 4, stride: 2 },
];

const rows = shapes.map(({ batch, size, from, to, taps, stride }) => {
  const out = Math.ceil(size / stride);
  const x = tf.randomNormal([batch, size, size, from]);
  const filter = tf.randomNormal([taps, taps, from, to]);
  const dy = tf.randomNormal([batch, out, out, to]);
  const flop = 2 * batch * out * out * to * taps * taps * from;
  const shared = { strides: [stride, stride], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  const own = (name: string) => tf.getKernel(name, "wasm").kernelFunc;
  const rate = (kernel: tf.KernelFunc, inputs: tf.NamedTensorInfoMap, attrs: object) =>
    flop / best(() => kernel({ inputs, backend, attrs: { ...shared, ...attrs } }) as tf.TensorInfo) / 1e6;
  const row = {
    shape: `B${batch} ${size}×${size} ${from}→${to} k${taps}s${stride}`,
    forward: rate(own("Conv2D"), { x, filter }, {}),
    filter: rate(own("Conv2DBackpropFilter"), { x, dy }, { filterShape: filter.shape }),
    input: rate(own("Conv2DBackpropInput"), { dy, filter }, { inputShape: x.shape }),
    stockInput: rate(stockInput, { dy, filter }, { inputShape: x.shape }),
  };
  tf.dispose([x, filter, dy]);
  return row;
});

const [a, b] = [tf.randomNormal([64, 512]), tf.randomNormal([64, 512])];
const product = (kernel: tf.KernelFunc) =>
  2 * 64 * 512 * 512 / best(() =>
    kernel({ inputs: { a, b }, backend, attrs: { transposeA: true, transposeB: false } }) as tf.TensorInfo
  ) / 1e6;
const matMul = { ours: product(tf.getKernel("BatchMatMul", "wasm").kernelFunc), stock: product(stockProduct) };

console.log(JSON.stringify({ bound: simdBound(), rows, matMul }));

/** The best time of a kernel in milliseconds. */
function best(run: () => tf.TensorInfo): number {
  let least = Infinity;
  const end = performance.now() + 400;
  for (let round = 0; round < 5 || performance.now() < end; round++) {
    const start = performance.now();
    const info = run();
    least = Math.min(least, performance.now() - start);
    backend.disposeData(info.dataId);
  }
  return least;
}
