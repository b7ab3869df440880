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

// Below this many channels a product per phase starves XNNPACK; padded taps cost less than thin products.
const fewChannels = 4;

/**
 * dx of a strided convolution (and the forward pass of a transposed one). Places of dx that share their remainder modulo the
 * stride see a plain stride-1 convolution of dy with every stride-th tap, so XNNPACK does all the arithmetic. Phases with
 * as many taps run in one convolution, stacked as output channels.
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
  const rows = byTaps(phases(info.filterHeight, info.strideHeight), info.inChannels < fewChannels);
  const columns = byTaps(phases(info.filterWidth, info.strideWidth), info.inChannels < fewChannels);
  return rows.flatMap((down) =>
    columns.map((across) => ({ rows: down, columns: across, tall: mostTaps(down), wide: mostTaps(across) }))
  );
}

function byTaps(all: readonly Phase[], isTogether: boolean): Phase[][] {
  if (isTogether) return [[...all]];
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
  const to = backend.typedArrayFromHeap(out).fill(0);
  const from = backend.typedArrayFromHeap(filter);
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
          for (let c = 0; c < inChannels; c++) {
            for (let d = 0; d < outChannels; d++) {
              to[target + d * width + c] = from[source + c * outChannels + d]!;
            }
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
  // Grid place q holds dx at q · stride + offset − pad; q counts from 0 and may pass the last row of dy.
  const gridHeight = Math.floor((info.inHeight - 1 + info.padInfo.top) / info.strideHeight) + 1;
  const gridWidth = Math.floor((info.inWidth - 1 + info.padInfo.left) / info.strideWidth) + 1;
  const bottom = Math.max(0, gridHeight - info.outHeight);
  const right = Math.max(0, gridWidth - info.outWidth);
  const taps = phaseFilter(backend, { filter, info, group });
  const grid = tf.getKernel("Conv2D", "wasm").kernelFunc({
    inputs: { x: dy, filter: taps },
    backend,
    attrs: {
      strides: [1, 1],
      dilations: [1, 1],
      pad: [[0, 0], [tall - 1, bottom], [wide - 1, right], [0, 0]],
      dataFormat: "NHWC",
    },
  }) as tf.TensorInfo;
  interleave(backend, { grid, info, dx, group });
  backend.disposeData(taps.dataId);
  backend.disposeData(grid.dataId);
}

function interleave(
  backend: WasmBackend,
  { grid, info, dx, group }: {
    readonly grid: tf.TensorInfo;
    readonly info: tf.backend_util.Conv2DInfo;
    readonly dx: tf.TensorInfo;
    readonly group: Group;
  },
): void {
  const [batch, gridHeight, gridWidth, width] = grid.shape as [number, number, number, number];
  const { inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = info;
  const from = backend.typedArrayFromHeap(grid);
  const to = backend.typedArrayFromHeap(dx);
  for (const [r, row] of group.rows.entries()) {
    for (const [s, column] of group.columns.entries()) {
      const lane = (r * group.columns.length + s) * inChannels;
      for (let b = 0; b < batch; b++) {
        for (let q = 0; q < gridHeight; q++) {
          const y = q * strideHeight + row.offset - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          for (let p = 0; p < gridWidth; p++) {
            const x = p * strideWidth + column.offset - padInfo.left;
            if (x < 0 || x >= inWidth) continue;
            const source = ((b * gridHeight + q) * gridWidth + p) * width + lane;
            const target = ((b * inHeight + y) * inWidth + x) * inChannels;
            for (let c = 0; c < inChannels; c++) to[target + c] = from[source + c]!;
          }
        }
      }
    }
  }
}
