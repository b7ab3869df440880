import type * as tf from "@tensorflow/tfjs";
import { WebGPUBackend as StockBackend } from "@tensorflow/tfjs-backend-webgpu";

/** What this library uses of the 4.22 backend, some of it private there. Pinned by the version and the tests. */
export interface WebGpuBackend extends tf.KernelBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  commandEncoder: GPUCommandEncoder | null;
  readonly bufferManager: BufferManager;
  readonly tensorMap: { get(dataId: object): TensorData; has(dataId: object): boolean };
  runWebGPUProgram(
    program: WebGpuProgram,
    inputs: readonly tf.TensorInfo[],
    dtype: tf.DataType,
    uniforms?: readonly Uniform[],
    output?: tf.TensorInfo,
  ): tf.TensorInfo;
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values?: ArrayLike<number>): tf.TensorInfo;
  incRef(dataId: object): void;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  read(dataId: object): Promise<tf.BackendValues>;
  readSync(dataId: object): tf.BackendValues;
}

export interface TensorData {
  readonly dtype: tf.DataType;
  readonly shape: number[];
  values: tf.BackendValues | null;
  resource: GPUBuffer | null;
  readonly complexTensorInfos?: unknown;
}

export interface BufferManager {
  numBytesUsed: number;
  numBytesAllocated: number;
  numFreeBuffers: number;
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

export interface Uniform {
  readonly type: "float32" | "int32";
  readonly data: number[];
}

/** A compute program with one output, as `runWebGPUProgram` takes it. */
export interface WebGpuProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  /** Must tell apart everything that changes the shader text. */
  shaderKey: string;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { x: number[]; y?: number[]; z?: number[] };
  dispatch: [number, number, number];
  readonly size?: boolean;
  readonly uniforms?: string;
  getUserCode(): string;
}

export function newBackend(device: GPUDevice, info: GPUAdapterInfo): WebGpuBackend {
  return new StockBackend(device as never, info as never) as unknown as WebGpuBackend;
}
