import assert from "node:assert/strict";
import fc from "fast-check";
import { assertClose } from "../testing/assert_close.ts";
import { seeded } from "../testing/random.ts";
import { microKernelModule, type MicroKernels } from "./micro_kernels.ts";

const runs = { numRuns: 25, seed: 5 };

/** Kernels over a memory of their own, filled with numbers that are nowhere zero. */
function start(isRelaxed: boolean): { kernels: MicroKernels; numbers: Float32Array; integers: Int32Array } {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(microKernelModule(isRelaxed));
  const numbers = new Float32Array(memory.buffer);
  const random = seeded(3);
  numbers.forEach((_, i) => numbers[i] = 0.5 + random());
  return {
    kernels: new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as MicroKernels,
    numbers,
    integers: new Int32Array(memory.buffer),
  };
}

/** Compares all of the memory, so that a write beside its place shows. */
function assertMemory(actual: Float32Array, expected: Float32Array): void {
  assertClose(actual, expected, { tolerance: 1e-6, what: "memory" });
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) <= 1e-4 * Math.abs(expected[i]!), `number ${i} of the memory`);
  }
}

const tables = 24_000;
const size = fc.integer({ min: 1, max: 15 });
const product = fc.record({
  height: fc.integer({ min: 1, max: 27 }),
  vectors: fc.integer({ min: 1, max: 5 }),
  count: size,
});

for (const isRelaxed of [false, true]) {
  const title = isRelaxed ? "with fused multiply-add" : "with plain SIMD";
  const ignore = !WebAssembly.validate(microKernelModule(isRelaxed));

  Deno.test({
    name: `sums over rows write what loops say and nothing else, ${title}${
      ignore ? " (skipped: not in this engine)" : ""
    }`,
    ignore,
    fn: () => {
      fc.assert(
        fc.property(product, fc.boolean(), ({ height, vectors, count }, isWindow) => {
          const { kernels, numbers, integers } = start(isRelaxed);
          const [a, b, out] = [100, 6000, 12_000];
          const [step, outStep] = [29, 4 * vectors + 3];
          // A table that goes to and fro, and a plain step for the other operand.
          const jumps = Array.from({ length: count }, (_, k) => (k * 7 % count) * 31);
          jumps.forEach((jump, k) => integers[tables + k] = 4 * jump);
          const expected = numbers.slice();
          const [atA, atB] = isWindow
            ? [(k: number) => a + k * step, (k: number) => b + jumps[k]!]
            : [(k: number) => a + jumps[k]!, (k: number) => b + k * step];
          for (let k = 0; k < count; k++) {
            for (let m = 0; m < height; m++) {
              for (let n = 0; n < 4 * vectors; n++) {
                expected[out + m * outStep + n]! += expected[atA(k) + m]! * expected[atB(k) + n]!;
              }
            }
          }
          const run = isWindow ? kernels.sumOverWindows : kernels.sumOverRows;
          const [first, second] = isWindow ? [4 * step, 4 * tables] : [4 * tables, 4 * step];
          run(4 * a, first, count, 4 * b, second, 4 * out, 4 * outStep, height, vectors);
          assertMemory(numbers, expected);
        }),
        runs,
      );
    },
  });

  Deno.test({
    name: `rows times panels write what loops say and nothing else, ${title}${
      ignore ? " (skipped: not in this engine)" : ""
    }`,
    ignore,
    fn: () => {
      fc.assert(
        fc.property(product, fc.integer({ min: 1, max: 3 }), ({ height, vectors, count }, taps) => {
          const { kernels, numbers, integers } = start(isRelaxed);
          const [a, b, out] = [100, 6000, 12_000];
          const [panelStep, panelGap, tapStep] = [9, 9 * count * taps, 41];
          // Places overlap as those of neighbouring windows do.
          const rows = Array.from({ length: height }, (_, r) => (r * 5 % height) * 17);
          const places = Array.from({ length: height }, (_, r) => 3 * r);
          rows.forEach((row, r) => integers[tables + r] = 4 * row);
          places.forEach((place, r) => integers[tables + 100 + r] = 4 * place);
          const expected = numbers.slice();
          for (let r = 0; r < height; r++) {
            for (let n = 0; n < 4 * vectors; n++) {
              const panel = b + (n >> 3) * panelGap + (n & 7);
              for (let k = 0; k < taps * count; k++) {
                const left = a + rows[r]! + Math.floor(k / count) * tapStep + k % count;
                expected[out + places[r]! + n]! += expected[left]! * expected[panel + k * panelStep]!;
              }
            }
          }
          kernels.rowsTimesPanels(
            ...[4 * a, 4 * tables, count, taps, 4 * tapStep, 4 * b, 4 * panelStep, 4 * panelGap] as const,
            ...[4 * (tables + 100), 4 * out, height, vectors] as const,
          );
          assertMemory(numbers, expected);
        }),
        runs,
      );
    },
  });
}

Deno.test("rows are copied, flipped and cleared and nothing else is touched", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 23 }), size, fc.integer({ min: 1, max: 4 }), (length, rows, lanes) => {
      const { kernels, numbers } = start(false);
      const expected = numbers.slice();
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < length; i++) expected[9000 + r * 37 + i] = expected[50 + r * 29 + i]!;
      }
      for (let lane = 0; lane < lanes; lane++) {
        for (let k = 0; k < length; k++) expected[15_000 + k * 5 + lane] = expected[50 + lane * 29 + k]!;
      }
      expected.fill(0, 20_000, 20_000 + length);
      kernels.copyRows(4 * 50, 4 * 29, 4 * 9000, 4 * 37, 4 * length, rows);
      kernels.packFlipped(4 * 50, 4 * 29, 4 * 15_000, 4 * 5, lanes, length);
      kernels.clear(4 * 20_000, 4 * length);
      assert.deepEqual(numbers, expected);
    }),
    runs,
  );
});
