import type { NdArray } from "./nd_array.ts";

/** A scalar function of several float64 arrays. */
export type Scalar = (inputs: readonly NdArray[]) => number;

/** dL/dx of every input by central differences, all inputs end to end. */
export function finiteGradient(loss: Scalar, inputs: readonly NdArray[], step = 1e-5): Float64Array {
  const slopes: number[] = [];
  for (const { data } of inputs) {
    for (let i = 0; i < data.length; i++) {
      slopes.push(centralDifference((shift) => withShift(data, i, shift, () => loss(inputs)), step));
    }
  }
  return Float64Array.from(slopes);
}

/** d(u · ∇L)/dx of every input: the Hessian of L times u, by differences of differences. */
export function finiteHessianProduct(
  loss: Scalar,
  inputs: readonly NdArray[],
  direction: Float64Array,
  step = 1e-4,
): Float64Array {
  return finiteGradient(
    (at) => centralDifference((shift) => along(at, direction, shift, () => loss(at)), step),
    inputs,
    step,
  );
}

function centralDifference(f: (shift: number) => number, step: number): number {
  return (f(step) - f(-step)) / (2 * step);
}

function withShift(data: Float64Array, index: number, shift: number, run: () => number): number {
  const kept = data[index]!;
  data[index] = kept + shift;
  const value = run();
  data[index] = kept;
  return value;
}

function along(inputs: readonly NdArray[], direction: Float64Array, shift: number, run: () => number): number {
  const kept = inputs.map(({ data }) => data.slice());
  let at = 0;
  for (const { data } of inputs) {
    for (let i = 0; i < data.length; i++) data[i]! += shift * direction[at++]!;
  }
  const value = run();
  for (const [index, { data }] of inputs.entries()) data.set(kept[index]!);
  return value;
}
