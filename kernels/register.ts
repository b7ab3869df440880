import * as tf from "@tensorflow/tfjs";
import { engineInternals } from "./engine/engine_access.ts";
import { orderTape } from "./engine/order_tape.ts";
import { recordCustomGradients } from "./engine/record_custom_gradients.ts";
import { conv2dFilterGradGrad } from "./gradients/conv2d_filter_grad_grad.ts";
import { eluGradGrad } from "./gradients/elu_grad_grad.ts";
import type { GradConfig } from "./gradients/grad_config.ts";
import { piecewiseConstantGrads } from "./gradients/piecewise_constant_grads.ts";

const gradients: readonly GradConfig[] = [
  ...piecewiseConstantGrads,
  eluGradGrad,
  conv2dFilterGradGrad,
];

/** Puts right what every backend shares: the tape, custom gradients, and the gradient registry. */
export function registerGradients(): readonly string[] {
  const engine = engineInternals();
  orderTape(engine);
  recordCustomGradients(engine);
  for (const config of gradients) tf.registerGradient(config);
  return gradients.map((config) => config.kernelName);
}
