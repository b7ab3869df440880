import * as tf from "@tensorflow/tfjs";
import type { CustomGradient, EngineInternals } from "./engine_access.ts";

/**
 * Stock `customGrad` runs its function with the tape off. What the function saves on the way (softmaxCrossEntropy saves its
 * log-softmax) then has no path back to the inputs, and second derivatives through it vanish. Here the function is
 * recorded; its value is handed out as an untaped copy, so that first derivatives still go through the custom rule alone.
 */
export function recordCustomGradients(engine: EngineInternals): void {
  const stockCustomGrad = engine.customGrad.bind(engine);
  engine.customGrad = (f) => {
    const untaped = stockCustomGrad(f);
    return (...inputs) => engine.isTapeOn() ? runRecorded(engine, f, inputs) : untaped(...inputs);
  };
}

function runRecorded(
  engine: EngineInternals,
  f: (...args: never[]) => CustomGradient,
  inputs: readonly tf.Tensor[],
): tf.Tensor {
  assertTensors(inputs);
  // A rule may read what the function was given without having saved it (logSigmoid does), when a tidy has long disposed it.
  const held = inputs.map((input) => engine.keep(untapedCopy(engine, input)));
  const linkClone = (source: tf.Tensor, copy: tf.Tensor) =>
    engine.addTapeNode("Identity", { x: source }, [copy], (dy) => ({ x: () => dy.toFloat() }), []);
  inputs.forEach((input, index) => linkClone(input, held[index]!));
  let custom: CustomGradient | undefined;
  let saves: { readonly original: tf.Tensor; readonly copy: tf.Tensor }[] = [];
  const save = (tensors: readonly tf.Tensor[]) => {
    saves = tensors.map((original) => ({ original, copy: engine.keep(untapedCopy(engine, original)) }));
  };
  const value = engine.tidy(() => {
    custom = f(...[...held, save] as never[]);
    assertCustom(custom);
    return untapedCopy(engine, custom.value);
  });
  const { value: inner, gradFunc } = custom!;
  for (const { original, copy } of saves) {
    if (original.id !== inner.id) linkClone(original, copy);
  }
  const backward = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const result = gradFunc(dy, saved.slice(0, saves.length));
    const grads = Array.isArray(result) ? result : [result];
    if (grads.length !== inputs.length) {
      throw new Error(
        `Cannot differentiate a custom gradient: gradFunc gave ${grads.length} tensors, expected ${inputs.length}`,
      );
    }
    assertTensors(grads);
    return Object.fromEntries(grads.map((grad, index) => [String(index), () => grad]));
  };
  const named = Object.fromEntries(inputs.map((input, index) => [String(index), input]));
  engine.addTapeNode(engine.state.activeScope?.name ?? "", named, [value], backward, [
    ...saves.map(({ copy }) => copy),
    ...held,
  ], {});
  for (const { original, copy } of saves) {
    if (original.id === inner.id) linkClone(value, copy);
  }
  return value;
}

function untapedCopy(engine: EngineInternals, x: tf.Tensor): tf.Tensor {
  const backend = tf.backend();
  const identity = tf.getKernel("Identity", tf.getBackend()).kernelFunc;
  const info = identity({ inputs: { x }, backend }) as tf.TensorInfo;
  return engine.makeTensorFromTensorInfo(info);
}

function assertTensors(values: readonly unknown[]): void {
  for (const value of values) {
    if (!(value instanceof tf.Tensor)) {
      throw new TypeError(`Cannot run a custom gradient on "${String(value)}": not a tensor, expected tensors only`);
    }
  }
}

function assertCustom(custom: CustomGradient): void {
  if (!(custom?.value instanceof tf.Tensor) || typeof custom.gradFunc !== "function") {
    throw new TypeError("Cannot run a custom gradient: no value or gradFunc, expected { value: Tensor, gradFunc }");
  }
}
