import * as tf from "@tensorflow/tfjs";
import { namedGradients, type OptimizerInternals, registeredVariable, type SlotList, zeroSlot } from "./slots.ts";

interface Adadelta extends OptimizerInternals {
  readonly rho: number;
  readonly accumulatedGrads: SlotList;
  readonly accumulatedUpdates: SlotList;
}

interface RmsProp extends OptimizerInternals {
  readonly decay: number;
  readonly momentum: number;
  readonly centered: boolean;
  readonly accumulatedMeanSquares: SlotList;
  readonly accumulatedMoments: SlotList;
  readonly accumulatedMeanGrads: SlotList;
}

interface Adamax extends OptimizerInternals {
  readonly beta1: number;
  readonly iteration: tf.Variable;
  readonly accBeta1: tf.Variable;
  accumulatedFirstMoment: SlotList;
  accumulatedWeightedInfNorm: SlotList;
}

interface Momentum {
  readonly c: tf.Tensor;
  dispose(): void;
}

/** Puts right the steps that stock optimizers take wrongly, and gives Adamax the weights it refuses to give. */
export function mendOptimizers(): void {
  mendAdadelta(tf.AdadeltaOptimizer.prototype as unknown as Adadelta);
  mendRmsProp(tf.RMSPropOptimizer.prototype as unknown as RmsProp);
  mendAdamax(tf.AdamaxOptimizer.prototype as unknown as Adamax);
  mendMomentum(tf.MomentumOptimizer.prototype as unknown as Momentum);
}

/** Zeiler (2012), algorithm 1. Stock divides by the running square of before the step: by nothing at the first one. */
function mendAdadelta(prototype: Adadelta): void {
  prototype.applyGradients = function (gradients) {
    const { rho, epsilon, learningRate } = this;
    for (const [index, { name, tensor: gradient }] of namedGradients(gradients).entries()) {
      const value = registeredVariable(name);
      const { variable: squares } = this.accumulatedGrads[index] ??= zeroSlot(`${name}/accum_grad`, value);
      const { variable: updates } = this.accumulatedUpdates[index] ??= zeroSlot(`${name}/accum_var`, value);
      if (!gradient) continue;
      tf.tidy(() => {
        const newSquares = squares.mul(rho).add(gradient.square().mul(1 - rho));
        const update = updates.add(epsilon).sqrt().div(newSquares.add(epsilon).sqrt()).mul(gradient);
        squares.assign(newSquares);
        updates.assign(updates.mul(rho).add(update.square().mul(1 - rho)));
        value.assign(value.sub(update.mul(learningRate)));
      });
    }
    this.incrementIterations();
  };
}

/** Centered RMSProp; stock subtracts epsilon under the root, where that makes NaN. */
function mendRmsProp(prototype: RmsProp): void {
  const stock = prototype.applyGradients;
  prototype.applyGradients = function (gradients) {
    if (!this.centered) return stock.call(this, gradients);
    const { decay, momentum, epsilon, learningRate } = this;
    for (const [index, { name, tensor: gradient }] of namedGradients(gradients).entries()) {
      const value = registeredVariable(name);
      const { variable: squares } = this.accumulatedMeanSquares[index] ??= zeroSlot(`${name}/rms`, value);
      const { variable: moments } = this.accumulatedMoments[index] ??= zeroSlot(`${name}/momentum`, value);
      const { variable: means } = this.accumulatedMeanGrads[index] ??= zeroSlot(`${name}/mg`, value);
      if (!gradient) continue;
      tf.tidy(() => {
        squares.assign(squares.mul(decay).add(gradient.square().mul(1 - decay)));
        means.assign(means.mul(decay).add(gradient.mul(1 - decay)));
        // Rounding may take a variance of nothing below zero.
        const deviation = squares.sub(means.square()).relu().add(epsilon).sqrt();
        moments.assign(moments.mul(momentum).add(gradient.mul(learningRate).div(deviation)));
        value.assign(value.sub(moments));
      });
    }
    this.incrementIterations();
  };
}

/** Stock forgets the constant that momentum inherits from gradient descent. */
function mendMomentum(prototype: Momentum): void {
  const stock = prototype.dispose;
  prototype.dispose = function () {
    stock.call(this);
    this.c.dispose();
  };
}

function mendAdamax(prototype: Adamax): void {
  prototype.getWeights = async function () {
    const slots = [...this.accumulatedFirstMoment, ...this.accumulatedWeightedInfNorm].map((slot) => slot!);
    const moments = slots.map(({ originalName, variable }) => ({ name: originalName, tensor: variable }));
    return [await this.saveIterations(), ...moments];
  };
  prototype.setWeights = async function (weights) {
    const moments = await this.extractIterations(weights);
    const slots = moments.map(({ name, tensor }) => ({ originalName: name, variable: tensor.variable(false) }));
    this.accumulatedFirstMoment = slots.slice(0, slots.length / 2);
    this.accumulatedWeightedInfNorm = slots.slice(slots.length / 2);
    tf.tidy(() => {
      this.iteration.assign(tf.scalar(this.iterations_));
      this.accBeta1.assign(tf.scalar(this.beta1 ** (this.iterations_ + 1)));
    });
  };
}
