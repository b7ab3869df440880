import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/**
 * The gradient of an operand is an einsum of dy with the other operand. Letters that only this operand has were summed
 * away alone, so the gradient is constant along them.
 */
export const einsumGrad: GradConfig = {
  kernelName: "Einsum",
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const equation = attributes<{ equation: string }>(attrs).equation.replace(/\s/g, "");
    const [left, output] = equation.split("->") as [string, string];
    const operands = left.split(",");
    const grads = operands.map((_, index) => () => operandGrad({ dy: single(dy), saved, operands, output, index }));
    return Object.fromEntries(grads.map((grad, index) => [String(index), grad]));
  },
};

function operandGrad(params: {
  readonly dy: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  readonly operands: readonly string[];
  readonly output: string;
  readonly index: number;
}): tf.Tensor {
  const { dy, saved, operands, output, index } = params;
  const own = operands[index]!;
  const target = saved[index]!;
  const otherIndex = operands.length === 2 ? 1 - index : undefined;
  const others = otherIndex === undefined ? "" : operands[otherIndex]!;
  const reachable = [...own].filter((letter) => output.includes(letter) || others.includes(letter)).join("");
  const terms = otherIndex === undefined ? output : `${output},${others}`;
  const inputs = otherIndex === undefined ? [dy] : [dy, saved[otherIndex]!];
  const part = otherIndex === undefined && reachable === output ? dy : tf.einsum(`${terms}->${reachable}`, ...inputs);
  const withOnes = [...own].map((letter, axis) => reachable.includes(letter) ? target.shape[axis]! : 1);
  const shaped = part.reshape(withOnes);
  return reachable.length === own.length ? shaped : shaped.broadcastTo(target.shape);
}
