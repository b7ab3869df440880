import * as tf from "@tensorflow/tfjs";
import { type AdamAttributes, adamUpdate } from "./adam_update.ts";

interface Moment {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

type Gradients = Record<string, tf.Tensor> | readonly { readonly name: string; readonly tensor: tf.Tensor | null }[];

interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly iterations: number;
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: (Moment | null | undefined)[];
  readonly accumulatedSecondMoment: (Moment | null | undefined)[];
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

/**
 * Replaces the Adam step by one kernel a variable. Moments stay where stock keeps them, so `getWeights`, `setWeights` and
 * `dispose` go on working, and the powers of β come from the step count that those save.
 */
export function fuseAdam(): void {
  const prototype = tf.AdamOptimizer.prototype as unknown as Adam;
  const stock = prototype.applyGradients;
  const behind = new WeakSet<Adam>();
  prototype.applyGradients = function (gradients) {
    if (!tf.getKernel(adamUpdate, tf.getBackend())) {
      if (behind.delete(this)) catchUp(this);
      return stock.call(this, gradients);
    }
    behind.add(this);
    applyFused(this, gradients);
  };
}

function applyFused(adam: Adam, gradients: Gradients): void {
  const { learningRate, beta1, beta2, epsilon } = adam;
  const step = adam.iterations + 1;
  const attrs: AdamAttributes = {
    learningRate,
    beta1,
    beta2,
    epsilon,
    correction1: 1 - beta1 ** step,
    correction2: 1 - beta2 ** step,
  };
  const variables =
    (tf.engine() as unknown as { registeredVariables: Record<string, tf.Variable> }).registeredVariables;
  const named = Array.isArray(gradients)
    ? gradients as { name: string; tensor: tf.Tensor | null }[]
    : Object.entries(gradients as Record<string, tf.Tensor>).map(([name, tensor]) => ({ name, tensor }));
  for (const [index, { name, tensor: gradient }] of named.entries()) {
    const value = variables[name]!;
    const first = adam.accumulatedFirstMoment[index] ??= zeroMoment(`${name}/m`, value);
    const second = adam.accumulatedSecondMoment[index] ??= zeroMoment(`${name}/v`, value);
    if (!gradient) continue;
    const inputs = { value, gradient, first: first.variable, second: second.variable };
    const outputs = tf.engine().runKernel(adamUpdate, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor[];
    for (const [place, variable] of [value, first.variable, second.variable].entries()) {
      variable.assign(outputs[place]!);
    }
    tf.dispose(outputs);
  }
  adam.incrementIterations();
}

function zeroMoment(originalName: string, like: tf.Variable): Moment {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(like).variable(false)) };
}

function catchUp(adam: Adam): void {
  tf.tidy(() => {
    adam.accBeta1.assign(tf.scalar(adam.beta1 ** (adam.iterations + 1)));
    adam.accBeta2.assign(tf.scalar(adam.beta2 ** (adam.iterations + 1)));
  });
}
