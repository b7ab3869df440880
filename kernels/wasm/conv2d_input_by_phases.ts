import * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import type { WasmBackend } from "./wasm_memory.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: [number, number, number, number];
}

/** One row or column phase: output places ≡ offset (mod stride), fed by every stride-th filter tap. */
interface Phase {
  readonly offset: number;
  readonly taps: number;
}

interface Group {
  readonly rows: readonly Phase[];
  readonly columns: readonly Phase[];
  readonly tall: number;
  readonly wide: number;
}

// Below this many channels a product per phase starves XNNPACK: phases with as many taps then run as one.
const manyChannels = 16;
// And below this many, padded taps cost less than thin products: all phases run as one.
const fewChannels = 4;

/**
 * dx of a strided convolution (and the forward pass of a transposed one). Places of dx that share their remainder modulo the
 * stride see a plain stride-1 convolution of dy with every stride-th tap, so XNNPACK does all the arithmetic. With few
 * channels, phases run stacked as the output channels of one convolution.
 */
export const conv2dInputByPhases: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, filter } = inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs as unknown as Attributes;
  if (dataFormat !== "NHWC") {
    throw new RangeError(`Cannot run Conv2DBackpropInput on "${dataFormat}": not supported on wasm, expected NHWC`);
  }
  const filterShape = filter.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const wasm = backend as WasmBackend;
  const { top, left } = info.padInfo;
  if (info.strideHeight === 1 && info.strideWidth === 1 && top < info.filterHeight && left < info.filterWidth) {
    return direct(wasm, { dy, filter, info });
  }
  const dx = wasm.makeOutput(inputShape, "float32");
  wasm.typedArrayFromHeap(dx).fill(0);
  for (const group of groups(info)) runGroup(wasm, { dy, filter, info, dx, group });
  return dx;
};

interface Job {
  readonly dy: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
  readonly info: tf.backend_util.Conv2DInfo;
}

function direct(backend: WasmBackend, { dy, filter, info }: Job): tf.TensorInfo {
  const rows = [{ offset: 0, taps: info.filterHeight }];
  const columns = [{ offset: 0, taps: info.filterWidth }];
  const top = info.filterHeight - 1 - info.padInfo.top;
  const left = info.filterWidth - 1 - info.padInfo.left;
  const bottom = info.inHeight - info.outHeight + info.filterHeight - 1 - top;
  const right = info.inWidth - info.outWidth + info.filterWidth - 1 - left;
  if (bottom < 0 || right < 0) {
    const dx = backend.makeOutput(info.inShape, "float32");
    backend.typedArrayFromHeap(dx).fill(0);
    runGroup(backend, { dy, filter, info, dx, group: { rows, columns, tall: rows[0]!.taps, wide: columns[0]!.taps } });
    return dx;
  }
  const flipped = phaseFilter(backend, {
    filter,
    info,
    group: { rows, columns, tall: info.filterHeight, wide: info.filterWidth },
  });
  return compose("wasm", backend, (run) => {
    const dx = run("Conv2D", { x: dy, filter: flipped }, {
      strides: [1, 1],
      dilations: [1, 1],
      pad: [[0, 0], [top, bottom], [left, right], [0, 0]],
      dataFormat: "NHWC",
    });
    backend.disposeData(flipped.dataId);
    return dx;
  });
}

function phases(taps: number, stride: number): Phase[] {
  return Array.from({ length: stride }, (_, offset) => ({
    offset,
    taps: Math.max(0, Math.ceil((taps - offset) / stride)),
  })).filter((phase) => phase.taps > 0);
}

function groups(info: tf.backend_util.Conv2DInfo): Group[] {
  const rows = grouped(phases(info.filterHeight, info.strideHeight), info.inChannels);
  const columns = grouped(phases(info.filterWidth, info.strideWidth), info.inChannels);
  return rows.flatMap((down) =>
    columns.map((across) => ({ rows: down, columns: across, tall: mostTaps(down), wide: mostTaps(across) }))
  );
}

function grouped(all: readonly Phase[], channels: number): Phase[][] {
  if (channels < fewChannels) return [[...all]];
  if (channels >= manyChannels) return all.map((phase) => [phase]);
  const kinds = new Set(all.map((phase) => phase.taps));
  return [...kinds].map((taps) => all.filter((phase) => phase.taps === taps));
}

function mostTaps(all: readonly Phase[]): number {
  return Math.max(...all.map((phase) => phase.taps));
}

/** Every stride-th tap, flipped, with channels exchanged: [tall, wide, outChannels, phases · inChannels]. */
function phaseFilter(
  backend: WasmBackend,
  { filter, info, group }: Omit<Job, "dy"> & { readonly group: Group },
): tf.TensorInfo {
  const { rows, columns, tall, wide } = group;
  const { inChannels, outChannels, filterWidth, strideHeight, strideWidth, filterHeight } = info;
  const width = rows.length * columns.length * inChannels;
  const out = backend.makeOutput([tall, wide, outChannels, width], "float32");
  const to = backend.typedArrayFromHeap(out).fill(0) as Float32Array;
  const from = backend.typedArrayFromHeap(filter) as Float32Array;
  for (const [r, row] of rows.entries()) {
    for (const [s, column] of columns.entries()) {
      const lane = (r * columns.length + s) * inChannels;
      for (let i = 0; i < row.taps; i++) {
        const y = row.offset + i * strideHeight;
        if (y >= filterHeight) continue;
        for (let j = 0; j < column.taps; j++) {
          const x = column.offset + j * strideWidth;
          if (x >= filterWidth) continue;
          const source = (y * filterWidth + x) * inChannels * outChannels;
          const target = ((tall - 1 - i) * wide + (wide - 1 - j)) * outChannels * width + lane;
          for (let d = 0; d < outChannels; d++) {
            const place = target + d * width;
            for (let c = 0; c < inChannels; c++) to[place + c] = from[source + c * outChannels + d]!;
          }
        }
      }
    }
  }
  return out;
}

function runGroup(
  backend: WasmBackend,
  { dy, filter, info, dx, group }: Job & { readonly dx: tf.TensorInfo; readonly group: Group },
): void {
  const { tall, wide } = group;
  const down = gridAxis(group.rows, {
    ...{ size: info.inHeight, out: info.outHeight, stride: info.strideHeight },
    ...{ before: info.padInfo.top, taps: tall },
  });
  const across = gridAxis(group.columns, {
    ...{ size: info.inWidth, out: info.outWidth, stride: info.strideWidth },
    ...{ before: info.padInfo.left, taps: wide },
  });
  // A phase may fall between the places of a small dx.
  if (down.isEmpty || across.isEmpty) return;
  const taps = phaseFilter(backend, { filter, info, group });
  const grid = tf.getKernel("Conv2D", "wasm").kernelFunc({
    inputs: { x: dy, filter: taps },
    backend,
    attrs: {
      strides: [1, 1],
      dilations: [1, 1],
      pad: [[0, 0], [tall - 1 - down.first, down.after], [wide - 1 - across.first, across.after], [0, 0]],
      dataFormat: "NHWC",
    },
  }) as tf.TensorInfo;
  interleave(backend, { grid, info, dx, group, down: down.first, across: across.first });
  backend.disposeData(taps.dataId);
  backend.disposeData(grid.dataId);
}

/**
 * Grid place q holds dx at q · stride + offset − before. The first q that some phase needs, and how far the last one passes
 * the end of dy.
 */
function gridAxis(
  phases: readonly Phase[],
  axis: { readonly size: number; readonly out: number; readonly stride: number; before: number; taps: number },
): { readonly first: number; readonly after: number; readonly isEmpty: boolean } {
  const { size, out, stride, before, taps } = axis;
  const firsts = phases.map(({ offset }) => Math.max(0, Math.ceil((before - offset) / stride)));
  const lasts = phases.map(({ offset }) => Math.floor((size - 1 + before - offset) / stride));
  return {
    first: Math.min(taps - 1, ...firsts),
    after: Math.max(0, Math.max(...lasts) + 1 - out),
    isEmpty: firsts.every((first, i) => lasts[i]! < first),
  };
}

function interleave(
  backend: WasmBackend,
  { grid, info, dx, group, down, across }: {
    /** The grid's first places. */
    readonly down: number;
    readonly across: number;
    readonly grid: tf.TensorInfo;
    readonly info: tf.backend_util.Conv2DInfo;
    readonly dx: tf.TensorInfo;
    readonly group: Group;
  },
): void {
  const [batch, gridHeight, gridWidth, width] = grid.shape as [number, number, number, number];
  const { inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = info;
  const from = backend.typedArrayFromHeap(grid) as Float32Array;
  const to = backend.typedArrayFromHeap(dx) as Float32Array;
  // Neighbouring column phases are neighbours in dx, too, so they move as one run of values.
  const runs = columnRuns(group.columns);
  for (const [r, row] of group.rows.entries()) {
    for (const { first, length, offset } of runs) {
      const lane = (r * group.columns.length + first) * inChannels;
      for (let b = 0; b < batch; b++) {
        for (let q = 0; q < gridHeight; q++) {
          const y = (q + down) * strideHeight + row.offset - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          let source = (b * gridHeight + q) * gridWidth * width + lane;
          const start = (b * inHeight + y) * inWidth;
          for (let p = 0; p < gridWidth; p++, source += width) {
            const x = (p + across) * strideWidth + offset - padInfo.left;
            const skip = Math.max(0, -x);
            const count = Math.min(length, inWidth - x) - skip;
            if (count <= 0) continue;
            const target = (start + x + skip) * inChannels;
            const begin = source + skip * inChannels;
            const values = count * inChannels;
            for (let c = 0; c < values; c++) to[target + c] = from[begin + c]!;
          }
        }
      }
    }
  }
}

/** Stretches of phases whose offsets follow one another. */
function columnRuns(columns: readonly Phase[]): { first: number; length: number; offset: number }[] {
  const runs: { first: number; length: number; offset: number }[] = [];
  for (const [index, { offset }] of columns.entries()) {
    const last = runs.at(-1);
    if (last && last.offset + last.length === offset) last.length++;
    else runs.push({ first: index, length: 1, offset });
  }
  return runs;
}
