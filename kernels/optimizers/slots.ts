import * as tf from "@tensorflow/tfjs";

/** What an optimizer keeps beside one variable: a moment, a running mean. */
export interface Slot {
  originalName: string;
  readonly variable: tf.Variable;
}

export type SlotList = (Slot | null | undefined)[];

export interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

export type Gradients =
  | Record<string, tf.Tensor>
  | readonly { readonly name: string; readonly tensor: tf.Tensor | null }[];

/** The parts of every stock optimizer that its type declarations keep private. */
export interface OptimizerInternals {
  readonly learningRate: number;
  readonly epsilon: number;
  iterations_: number;
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
  saveIterations(): Promise<NamedTensor>;
  extractIterations(weights: NamedTensor[]): Promise<NamedTensor[]>;
  getWeights(): Promise<NamedTensor[]>;
  setWeights(weights: NamedTensor[]): Promise<void>;
}

export function namedGradients(
  gradients: Gradients,
): readonly { readonly name: string; readonly tensor: tf.Tensor | null }[] {
  if (Array.isArray(gradients)) return gradients as { name: string; tensor: tf.Tensor | null }[];
  return Object.entries(gradients as Record<string, tf.Tensor>).map(([name, tensor]) => ({ name, tensor }));
}

export function registeredVariable(name: string): tf.Variable {
  const { registeredVariables } = tf.engine() as unknown as { registeredVariables: Record<string, tf.Variable> };
  return registeredVariables[name]!;
}

export function zeroSlot(originalName: string, like: tf.Variable): Slot {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(like).variable(false)) };
}

const classes: readonly { readonly of: { prototype: unknown }; readonly lists: Readonly<Record<string, string>> }[] = [
  { of: tf.MomentumOptimizer, lists: { accumulations: "momentum" } },
  { of: tf.AdagradOptimizer, lists: { accumulatedGrads: "accumulator" } },
  {
    of: tf.RMSPropOptimizer,
    lists: { accumulatedMeanSquares: "rms", accumulatedMoments: "momentum", accumulatedMeanGrads: "mg" },
  },
  { of: tf.AdadeltaOptimizer, lists: { accumulatedGrads: "accum_grad", accumulatedUpdates: "accum_var" } },
  { of: tf.AdamOptimizer, lists: { accumulatedFirstMoment: "m", accumulatedSecondMoment: "v" } },
  { of: tf.AdamaxOptimizer, lists: { accumulatedFirstMoment: "m", accumulatedWeightedInfNorm: "v" } },
];

// Slots that setWeights brought: their place tells whose they are, until a step has bound them by name.
const unbound = new WeakSet<Slot>();

/**
 * Binds what optimizers keep to the variable it belongs to. Stock goes by the place in the list of gradients, so that one
 * optimizer over the variables of two networks in turn mixes their moments up.
 */
export function bindSlots(): void {
  for (const { of, lists } of classes) {
    const prototype = of.prototype as OptimizerInternals;
    const { applyGradients, setWeights } = prototype;
    prototype.applyGradients = function (gradients) {
      const names = namedGradients(gradients).map(({ name }) => name);
      for (const [field, suffix] of Object.entries(lists)) bind(listOf(this, field), names, suffix);
      applyGradients.call(this, gradients);
    };
    prototype.setWeights = async function (weights) {
      await setWeights.call(this, weights);
      for (const field of Object.keys(lists)) {
        for (const slot of listOf(this, field)) if (slot) unbound.add(slot);
      }
    };
  }
}

function listOf(optimizer: OptimizerInternals, field: string): SlotList {
  return (optimizer as unknown as Record<string, SlotList | undefined>)[field] ?? [];
}

function bind(list: SlotList, names: readonly string[], suffix: string): void {
  if (names.every((name, i) => list[i]?.originalName === `${name}/${suffix}` && !unbound.has(list[i]))) return;
  const rest = new Set(list.filter((slot) => slot !== null && slot !== undefined));
  const bound = names.map((name, i) => {
    const originalName = `${name}/${suffix}`;
    const place = list[i];
    const slot = place && unbound.has(place)
      ? place
      : [...rest].find((own) => own.originalName === originalName && !unbound.has(own));
    if (!slot) return undefined;
    unbound.delete(slot);
    rest.delete(slot);
    slot.originalName = originalName;
    return slot;
  });
  list.splice(0, list.length, ...bound, ...rest);
}
