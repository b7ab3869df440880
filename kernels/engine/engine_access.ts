import * as tf from "@tensorflow/tfjs";

/** One recorded operation of the gradient tape. */
export interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  inputs: Record<string, tf.Tensor>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved: readonly tf.Tensor[];
}

type Backward = (dy: tf.Tensor, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>;

/** The parts of the 4.22 engine that its type declarations keep private. */
export interface EngineInternals {
  readonly state: { activeTape: TapeNode[] | null; readonly activeScope: { readonly name: string } | null };
  isTapeOn(): boolean;
  keep<T extends tf.Tensor>(tensor: T): T;
  tidy<T extends tf.TensorContainer>(work: () => T): T;
  clone(x: tf.Tensor): tf.Tensor;
  makeTensorFromTensorInfo(info: tf.TensorInfo): tf.Tensor;
  saveTensorsForBackwardMode(tensors: (tf.Tensor | null | undefined)[]): tf.Tensor[];
  customGrad(f: (...args: never[]) => CustomGradient): (...inputs: tf.Tensor[]) => tf.Tensor;
  addTapeNode(
    kernelName: string,
    inputs: Record<string, tf.Tensor>,
    outputs: readonly tf.Tensor[],
    backward: Backward | null,
    saved: readonly tf.Tensor[],
    attrs?: Record<string, unknown>,
  ): void;
}

export interface CustomGradient {
  readonly value: tf.Tensor;
  readonly gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

export function engineInternals(): EngineInternals {
  return tf.engine() as unknown as EngineInternals;
}
