import * as tf from "@tensorflow/tfjs";
import type { GradConfig } from "./grad_config.ts";

const binary = [
  "Equal",
  "NotEqual",
  "Greater",
  "GreaterEqual",
  "Less",
  "LessEqual",
  "FloorDiv",
  "LogicalAnd",
  "LogicalOr",
];

/**
 * Comparisons, logical operations and floored quotients are constant almost everywhere: their derivative is zero. Stock throws, or
 * takes a floored quotient for a plain one.
 */
export const piecewiseConstantGrads: readonly GradConfig[] = [
  ...binary.map((kernelName): GradConfig => ({
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (_dy, saved) => ({ a: () => tf.zeros(saved[0]!.shape), b: () => tf.zeros(saved[1]!.shape) }),
  })),
  {
    kernelName: "LogicalNot",
    inputsToSave: ["x"],
    gradFunc: (_dy, saved) => ({ x: () => tf.zeros(saved[0]!.shape) }),
  },
];
