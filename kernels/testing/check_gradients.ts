import * as tf from "@tensorflow/tfjs";
import { finiteGradient, finiteHessianProduct } from "../reference/finite_differences.ts";
import { nd, type NdArray, sizeOf } from "../reference/nd_array.ts";
import { assertClose } from "./assert_close.ts";
import { apart, seeded } from "./random.ts";

/** One differentiable operation, its plain float64 twin, and the inputs to compare them on. */
export interface GradientCase {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly reference: (...inputs: NdArray[]) => NdArray;
  /** Values stay within ±range, 1.5 when left out. */
  readonly range?: number;
  /** Moves every value, for operations that want positive ones. */
  readonly offset?: number;
  readonly seed?: number;
}

const tolerance = 1e-3;

/**
 * Compares value, first derivative and second derivative (times a direction) of L = Σ w · (f + f²/2) with finite differences
 * in float64. The square makes the second derivative of linear operations worth looking at.
 */
export async function checkGradients(test: GradientCase): Promise<void> {
  const random = seeded(test.seed ?? 7);
  const inputs = test.shapes.map((shape, index) => {
    const values = apart(sizeOf(shape), random, test.range ?? 1.5);
    return nd(shape, values.map((value) => Math.fround(value + (test.offset ?? 0) + 0.0371 * index)));
  });
  const expected = test.reference(...inputs);
  const weights = apart(expected.data.length, random, 1).map(Math.fround);
  const size = inputs.reduce((total, input) => total + input.data.length, 0);
  const direction = Float64Array.from(apart(size, random, 1), Math.fround);
  const loss = (at: readonly NdArray[]) =>
    test.reference(...at).data.reduce((sum, f, i) => sum + weights[i]! * (f + f * f / 2), 0);

  const before = tf.memory().numTensors;
  const tensors = inputs.map(({ shape, data }) => tf.tensor(Float32Array.from(data), [...shape]));
  const weight = tf.tensor(weights, [...expected.shape]);
  const directions = split(direction, inputs).map(({ shape, data }) => tf.tensor(Float32Array.from(data), [...shape]));
  const tfLoss = (...at: tf.Tensor[]) => {
    const f = test.op(...at);
    return f.add(f.square().mul(0.5)).mul(weight).sum().asScalar();
  };
  const slopes = tf.grads(tfLoss);
  const slopeAlong = (...at: tf.Tensor[]) =>
    tf.addN(slopes(at).map((slope, i) => slope.mul(directions[i]!).sum())).asScalar();
  const value = tf.tidy(() => test.op(...tensors));
  const first = slopes(tensors);
  const second = tf.grads(slopeAlong)(tensors);
  const read = async (all: tf.Tensor[]) => {
    const parts = await Promise.all(all.map((tensor) => tensor.data()));
    return parts.flatMap((part) => Array.from(part));
  };
  const leaked = tf.memory().numTensors - before;
  const made = tensors.length + 1 + directions.length + 1 + first.length + second.length;
  assertClose([...value.shape], [...expected.shape], { tolerance: 0, what: "shape" });
  assertClose(await read([value]), expected.data, { tolerance: 1e-4, what: "value" });
  assertClose(await read(first), finiteGradient(loss, inputs), { tolerance, what: "first derivative" });
  assertClose(await read(second), finiteHessianProduct(loss, inputs, direction), {
    tolerance,
    what: "second derivative",
  });
  assertClose([leaked], [made], { tolerance: 0, what: "live tensors" });
  tf.dispose([tensors, weight, directions, value, first, second]);
}

function split(values: Float64Array, like: readonly NdArray[]): NdArray[] {
  let start = 0;
  return like.map(({ shape, data }) => nd(shape, values.subarray(start, start += data.length)));
}
