import * as tf from "@tensorflow/tfjs";
import { packFlippedPanels, packPanels, panelLength, type Scratch, withScratch } from "./scratch.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Shape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Multiplies two matrices at addresses into a third, which is zero before. */
type Multiply = (a: number, b: number, out: number) => void;

/**
 * Products of any operands, transposed or not, straight from the tensors. Stock is an order slower with transposed ones, and
 * packs a right operand once for every shape it is ever reshaped to.
 */
export function batchMatMul(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { a, b } = params.inputs as unknown as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA = false, transposeB = false } = params.attrs as { transposeA?: boolean; transposeB?: boolean };
    // Stock says what is wrong.
    if (a.dtype !== "float32" || b.dtype !== "float32") return stock(params);
    const [rows, inner] = ordered(a.shape, transposeA);
    const [innerOfB, columns] = ordered(b.shape, transposeB);
    if (inner !== innerOfB) return stock(params);
    const outerA = a.shape.slice(0, -2);
    const outerB = b.shape.slice(0, -2);
    const outer = tf.backend_util.assertAndGetBroadcastShape(outerA, outerB);
    const wasm = params.backend as WasmBackend;
    const out = wasm.makeOutput([...outer, rows, columns], "float32");
    wasm.typedArrayFromHeap(out).fill(0);
    const batch = outer.reduce((product, size) => product * size, 1);
    withScratch(wasm, (scratch) => {
      const shape = { rows, inner, columns, transposeA, transposeB };
      const multiply = transposeA ? sumsOverRows(scratch, shape) : rowsTimesColumns(scratch, shape);
      const [atA, atB, to] = [scratch.address(a), scratch.address(b), scratch.address(out)];
      for (let i = 0; i < batch; i++) {
        multiply(
          atA + 4 * broadcast(i, outer, outerA) * rows * inner,
          atB + 4 * broadcast(i, outer, outerB) * inner * columns,
          to + 4 * i * rows * columns,
        );
      }
    });
    return out;
  };
}

function ordered(shape: readonly number[], isTransposed: boolean): readonly [number, number] {
  const [tall, wide] = shape.slice(-2) as [number, number];
  return isTransposed ? [wide, tall] : [tall, wide];
}

/** Which matrix of an operand with these outer axes belongs to matrix `index` of the result. */
function broadcast(index: number, outer: readonly number[], own: readonly number[]): number {
  let [rest, place, step] = [index, 0, 1];
  for (let axis = outer.length - 1, mine = own.length - 1; axis >= 0; axis--, mine--) {
    const size = mine < 0 ? 1 : own[mine]!;
    if (size > 1) place += rest % outer[axis]! * step;
    rest = Math.floor(rest / outer[axis]!);
    step *= size;
  }
  return place;
}

// With fewer rows, laying the right operand out takes longer than reading it where it lies.
const manyRows = 24;

function rowsTimesColumns(scratch: Scratch, { rows, inner, columns, transposeB }: Shape): Multiply {
  const { kernels } = scratch;
  const vectors = Math.ceil(columns / 4);
  const isExact = columns % 4 === 0;
  const isPacked = transposeB || !isExact || rows >= manyRows;
  const matrix = { rows: inner, columns };
  const panels = isPacked ? scratch.region(panelLength(matrix)) : 0;
  const pack = transposeB ? packFlippedPanels : packPanels;
  const product = isExact ? 0 : scratch.region(4 * vectors * rows);
  const lines = scratch.table(rows, (row) => row * inner);
  const places = scratch.table(rows, (row) => 4 * row * vectors);
  return (a, b, out) => {
    if (isPacked) pack(kernels, { from: b, to: panels, ...matrix });
    const [right, step, gap] = isPacked ? [panels, 32, 32 * inner] as const : [b, 4 * columns, 32] as const;
    if (!isExact) kernels.clear(product, 16 * vectors * rows);
    const target = isExact ? out : product;
    kernels.rowsTimesPanels(a, lines, inner, 1, 0, right, step, gap, places, target, rows, vectors);
    if (!isExact) kernels.copyRows(product, 16 * vectors, out, 4 * columns, 4 * columns, rows);
  };
}

// Numbers of the right operand that stay in the first-level cache while all rows pass over them.
const chunk = 6144;

function sumsOverRows(scratch: Scratch, { rows, inner, columns, transposeB }: Shape): Multiply {
  const { kernels } = scratch;
  const vectors = Math.ceil(columns / 4);
  const width = 4 * vectors;
  const isExact = columns === width;
  const isPacked = transposeB || !isExact;
  const right = isPacked ? scratch.region(inner * width) : 0;
  const product = isExact ? 0 : scratch.region(rows * width);
  const lines = scratch.table(inner, (row) => row * rows);
  const most = Math.max(32, Math.floor(chunk / width));
  return (a, b, out) => {
    if (transposeB) {
      for (let first = 0; first < columns; first += 4) {
        const lanes = Math.min(4, columns - first);
        kernels.packFlipped(b + 4 * first * inner, 4 * inner, right + 4 * first, 4 * width, lanes, inner);
      }
    } else if (isPacked) {
      kernels.copyRows(b, 4 * columns, right, 4 * width, 4 * columns, inner);
    }
    if (!isExact) kernels.clear(product, 4 * rows * width);
    const target = isExact ? out : product;
    for (let first = 0; first < inner; first += most) {
      const count = Math.min(most, inner - first);
      const from = (isPacked ? right : b) + 4 * first * width;
      kernels.sumOverRows(a, lines + 4 * first, count, from, 4 * width, target, 4 * width, rows, vectors);
    }
    if (!isExact) kernels.copyRows(product, 4 * width, out, 4 * columns, 4 * columns, rows);
  };
}
