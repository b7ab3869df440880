import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import type { BackendName } from "../mod.ts";
import {
  axisGeometry,
  conv2d,
  conv2dFilterGradient,
  conv2dTranspose,
  depthwiseConv2d,
} from "../reference/convolution.ts";
import { nd } from "../reference/nd_array.ts";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";
import { apart, seeded } from "../testing/random.ts";
import { conv2dInputByPhases } from "../webgpu/conv2d_input_by_phases.ts";
import { conv2dFilterByRoleSwap } from "./conv2d_filter_by_role_swap.ts";

const runs = { numRuns: 100, seed: 11 };

/** Odd sizes, batch 1, one channel, strides beyond the filter and paddings of every kind. */
const layer = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  height: fc.integer({ min: 3, max: 9 }),
  width: fc.integer({ min: 3, max: 9 }),
  channels: fc.integer({ min: 1, max: 18 }),
  out: fc.integer({ min: 1, max: 14 }),
  tall: fc.integer({ min: 1, max: 5 }),
  wide: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 4 }),
  pad: fc.constantFrom("same" as const, "valid" as const, 0, 1),
}).filter(({ height, width, tall, wide, stride, pad }) =>
  axisGeometry(height, tall, { stride, pad }).output >= 1 && axisGeometry(width, wide, { stride, pad }).output >= 1 &&
  // With a number as padding stock takes the filter's height for its width, too, in every kernel.
  (typeof pad !== "number" || (tall === wide && pad < tall))
);

function arrays(shapes: readonly (readonly number[])[], seed: number) {
  const random = seeded(seed);
  return shapes.map((shape) => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = apart(size, random).map(Math.fround);
    return { array: nd(shape, values), tensor: tf.tensor(values, [...shape]) };
  });
}

/** The kernel that large shapes reach, whatever the size of these. */
function kernel(name: "Conv2DBackpropFilter" | "Conv2DBackpropInput", backend: BackendName): tf.KernelFunc {
  if (backend !== "webgpu") return tf.getKernel(name, backend).kernelFunc;
  return name === "Conv2DBackpropFilter" ? conv2dFilterByRoleSwap("webgpu") : conv2dInputByPhases;
}

async function readAndRelease(info: tf.TensorInfo): Promise<ArrayLike<number>> {
  const backend = tf.backend();
  const values = await backend.read(info.dataId);
  backend.disposeData(info.dataId);
  return values as unknown as Float32Array;
}

testOnBackends(
  "the filter gradient of any convolution agrees with plain loops and leaves nothing behind",
  async (name) => {
    await fc.assert(
      fc.asyncProperty(layer, async (s) => {
        const { stride, pad, tall, wide } = s;
        const rows = axisGeometry(s.height, tall, s).output;
        const columns = axisGeometry(s.width, wide, s).output;
        const shapes = [[s.batch, s.height, s.width, s.channels], [s.batch, rows, columns, s.out]];
        const [x, dy] = arrays(shapes, 1) as [ReturnType<typeof arrays>[0], ReturnType<typeof arrays>[0]];
        const ids = tf.backend().numDataIds();
        const info = kernel("Conv2DBackpropFilter", name)({
          inputs: { x: x.tensor, dy: dy.tensor },
          backend: tf.backend(),
          attrs: { strides: [stride, stride], pad, dataFormat: "NHWC", filterShape: [tall, wide, s.channels, s.out] },
        }) as tf.TensorInfo;
        assert.deepEqual(info.shape, [tall, wide, s.channels, s.out]);
        assertClose(await readAndRelease(info), conv2dFilterGradient(x.array, dy.array, s).data, {
          tolerance: 5e-6,
          what: "dW",
        });
        assert.equal(tf.backend().numDataIds(), ids, "data ids");
        tf.dispose([x.tensor, dy.tensor]);
      }),
      runs,
    );
  },
);

// Beyond one chunk of places, of one image and of several; channels that fill vectors and that do not.
const largeLayers = [
  { batch: 1, height: 40, width: 33, channels: 3, out: 8, tall: 5, wide: 5, stride: 1, pad: "same" },
  { batch: 3, height: 31, width: 30, channels: 2, out: 130, tall: 3, wide: 3, stride: 2, pad: "same" },
  { batch: 17, height: 7, width: 7, channels: 16, out: 24, tall: 4, wide: 4, stride: 2, pad: "same" },
  { batch: 9, height: 14, width: 13, channels: 9, out: 3, tall: 4, wide: 4, stride: 2, pad: 1 },
  { batch: 2, height: 28, width: 28, channels: 1, out: 16, tall: 4, wide: 4, stride: 2, pad: "same" },
  { batch: 50, height: 1, width: 1, channels: 12, out: 20, tall: 1, wide: 1, stride: 1, pad: "valid" },
  { batch: 2, height: 26, width: 27, channels: 6, out: 1, tall: 3, wide: 2, stride: 3, pad: "valid" },
] as const;

for (const s of largeLayers) {
  const name = `${s.batch}×${s.height}×${s.width} ${s.channels}→${s.out} ${s.tall}×${s.wide}/${s.stride} ${s.pad}`;
  testOnBackends(`the gradients of a convolution ${name} agree with plain loops`, async (backend) => {
    const [rows, columns] = [axisGeometry(s.height, s.tall, s).output, axisGeometry(s.width, s.wide, s).output];
    const inputShape = [s.batch, s.height, s.width, s.channels];
    const filterShape = [s.tall, s.wide, s.channels, s.out];
    const [x, filter, dy] = arrays([inputShape, filterShape, [s.batch, rows, columns, s.out]], 6) as
      & ReturnType<
        typeof arrays
      >
      & { length: 3 };
    const attrs = { strides: [s.stride, s.stride], pad: s.pad, dataFormat: "NHWC" };
    const run = (name: "Conv2DBackpropFilter" | "Conv2DBackpropInput", inputs: tf.NamedTensorInfoMap, own: object) =>
      kernel(name, backend)({ inputs, backend: tf.backend(), attrs: { ...attrs, ...own } }) as tf.TensorInfo;
    const dW = run("Conv2DBackpropFilter", { x: x!.tensor, dy: dy!.tensor }, { filterShape });
    const dx = run("Conv2DBackpropInput", { dy: dy!.tensor, filter: filter!.tensor }, { inputShape });
    const tolerance = 5e-6;
    assertClose(await readAndRelease(dW), conv2dFilterGradient(x!.array, dy!.array, s).data, { tolerance, what: "dW" });
    assertClose(await readAndRelease(dx), conv2dTranspose(dy!.array, filter!.array, s).data, { tolerance, what: "dx" });
    for (const { array, tensor } of [x!, filter!, dy!]) {
      assert.deepEqual(await tensor.data(), Float32Array.from(array.data), "an input changed");
      tensor.dispose();
    }
  });
}

testOnBackends(
  "the input gradient of any convolution agrees with plain loops and leaves nothing behind",
  async (name) => {
    await fc.assert(
      fc.asyncProperty(layer, async (s) => {
        const { stride, pad, tall, wide } = s;
        const rows = axisGeometry(s.height, tall, s).output;
        const columns = axisGeometry(s.width, wide, s).output;
        const inputShape = [s.batch, s.height, s.width, s.channels];
        const shapes = [[s.batch, rows, columns, s.out], [tall, wide, s.channels, s.out]];
        const [dy, filter] = arrays(shapes, 2) as [ReturnType<typeof arrays>[0], ReturnType<typeof arrays>[0]];
        const ids = tf.backend().numDataIds();
        const info = kernel("Conv2DBackpropInput", name)({
          inputs: { dy: dy.tensor, filter: filter.tensor },
          backend: tf.backend(),
          attrs: { strides: [stride, stride], pad, dataFormat: "NHWC", inputShape },
        }) as tf.TensorInfo;
        assert.deepEqual(info.shape, inputShape);
        assertClose(await readAndRelease(info), conv2dTranspose(dy.array, filter.array, s).data, {
          tolerance: 5e-6,
          what: "dx",
        });
        assert.equal(tf.backend().numDataIds(), ids, "data ids");
        tf.dispose([dy.tensor, filter.tensor]);
      }),
      runs,
    );
  },
);

testOnBackends("forward convolutions of any shape agree with plain loops", async () => {
  await fc.assert(
    fc.asyncProperty(layer, async (s) => {
      const shapes = [
        [s.batch, s.height, s.width, s.channels],
        [s.tall, s.wide, s.channels, s.out],
        [s.tall, s.wide, s.channels, 2],
      ];
      const [x, filter, deep] = arrays(shapes, 3) as ReturnType<typeof arrays> & { length: 3 };
      const results = tf.tidy(() => [
        tf.conv2d(x!.tensor as tf.Tensor4D, filter!.tensor as tf.Tensor4D, s.stride, s.pad),
        tf.depthwiseConv2d(x!.tensor as tf.Tensor4D, deep!.tensor as tf.Tensor4D, s.stride, s.pad),
      ]);
      const [whole, apart] = await Promise.all(results.map((result) => result.data()));
      assertClose(whole!, conv2d(x!.array, filter!.array, s).data, { tolerance: 5e-6, what: "conv2d" });
      assertClose(apart!, depthwiseConv2d(x!.array, deep!.array, s).data, { tolerance: 5e-6, what: "depthwise" });
      tf.dispose([results, x!.tensor, filter!.tensor, deep!.tensor]);
    }),
    { ...runs, numRuns: 20 },
  );
}, ["cpu", "wasm", "webgpu"]);

testOnBackends("matMul of any shape, batched, transposed or not, agrees with plain loops", async () => {
  const shape = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 9 }),
    inner: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    flipA: fc.boolean(),
    flipB: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ batch, rows, inner, columns, flipA, flipB }) => {
      const shapes = [
        flipA ? [batch, inner, rows] : [batch, rows, inner],
        flipB ? [batch, columns, inner] : [batch, inner, columns],
      ];
      const [a, b] = arrays(shapes, 4) as [ReturnType<typeof arrays>[0], ReturnType<typeof arrays>[0]];
      const product = tf.matMul(a.tensor, b.tensor, flipA, flipB);
      const expected: number[] = [];
      for (let n = 0; n < batch; n++) {
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let k = 0; k < inner; k++) {
              const left = flipA ? (n * inner + k) * rows + i : (n * rows + i) * inner + k;
              const right = flipB ? (n * columns + j) * inner + k : (n * inner + k) * columns + j;
              sum += a.array.data[left]! * b.array.data[right]!;
            }
            expected.push(sum);
          }
        }
      }
      assertClose(await product.data(), expected, { tolerance: 5e-6, what: "product" });
      tf.dispose([a.tensor, b.tensor, product]);
    }),
    runs,
  );
});

testOnBackends("unsortedSegmentSum adds rows by id and drops negative ids", async () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: -9, max: 9 })), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const ids = tf.tensor1d(rows.map(([id]) => id), "int32");
      const x = tf.tensor2d(rows.map(([, value]) => [value, 2 * value]));
      const sums = tf.unsortedSegmentSum(x, ids, 4);
      const expected = [0, 1, 2, 3].flatMap((id) => {
        const sum = rows.filter(([own]) => own === id).reduce((total, [, value]) => total + value, 0);
        return [sum, 2 * sum];
      });
      assert.deepEqual([...await sums.data()].map((v) => v + 0), expected.map((v) => v + 0));
      tf.dispose([ids, x, sums]);
    }),
    { numRuns: 15, seed: 2 },
  );
});
