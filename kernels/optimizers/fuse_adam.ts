import * as tf from "@tensorflow/tfjs";
import { type AdamAttributes, adamUpdate } from "./adam_update.ts";
import {
  type Gradients,
  namedGradients,
  type OptimizerInternals,
  registeredVariable,
  type SlotList,
  zeroSlot,
} from "./slots.ts";

interface Adam extends OptimizerInternals {
  readonly beta1: number;
  readonly beta2: number;
  readonly iterations: number;
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: SlotList;
  readonly accumulatedSecondMoment: SlotList;
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
  for (const [index, { name, tensor: gradient }] of namedGradients(gradients).entries()) {
    const value = registeredVariable(name);
    const first = adam.accumulatedFirstMoment[index] ??= zeroSlot(`${name}/m`, value);
    const second = adam.accumulatedSecondMoment[index] ??= zeroSlot(`${name}/v`, value);
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

function catchUp(adam: Adam): void {
  tf.tidy(() => {
    adam.accBeta1.assign(tf.scalar(adam.beta1 ** (adam.iterations + 1)));
    adam.accBeta2.assign(tf.scalar(adam.beta2 ** (adam.iterations + 1)));
  });
}
