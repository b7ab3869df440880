import type { Random } from "../../mod.ts";
import { normals } from "./draw.ts";

/** Weights of a net with one hidden layer: [in, hidden], [hidden], [hidden, out], [out], each row by row. */
export type NetWeights = readonly (readonly number[])[];

const leak = 0.2;

/** Random weights; each unit's are scaled to its number of inputs. */
export function netWeights(
  random: Random,
  { inputs, hidden, outputs }: { readonly inputs: number; readonly hidden: number; readonly outputs: number },
): NetWeights {
  const layer = (inputs: number, outputs: number) =>
    normals(random, inputs * outputs, { deviation: 1 / Math.sqrt(inputs) });
  return [
    layer(inputs, hidden),
    normals(random, hidden, { deviation: 0.1 }),
    layer(hidden, outputs),
    normals(random, outputs, { deviation: 0.1 }),
  ];
}

/** What the net makes of one sample: leaky ReLU of slope 0.2 in the hidden layer, none after the last. */
export function forward([w1, b1, w2, b2]: NetWeights, x: readonly number[]): number[] {
  const hidden = b1!.map((bias, k) => {
    const sum = x.reduce((sum, value, j) => sum + value * w1![j * b1!.length + k]!, bias);
    return sum >= 0 ? sum : leak * sum;
  });
  return b2!.map((bias, k) => hidden.reduce((sum, value, j) => sum + value * w2![j * b2!.length + k]!, bias));
}
