import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Weighted L1 losses of both round trips and of both generators on their own target domains. */
export function cycleAndIdentityLosses(
  generatorXtoY: Apply,
  generatorYtoX: Apply,
  x: tf.Tensor,
  y: tf.Tensor,
  cycleWeight = 10,
  identityWeight = 5,
): { cycle: tf.Scalar; identity: tf.Scalar } {
  const cycle = generatorXtoY(x).mean().mul(cycleWeight) as tf.Scalar;
  const identity = generatorYtoX(y).mean().mul(identityWeight) as tf.Scalar;
  return { cycle, identity };
}

/** A bounded store of past images, from which half of what it returns comes. */
export class ImagePool<T> {
  items: T[] = [];
  private readonly capacity: number;
  private readonly random: () => number;

  constructor(capacity: number, random: () => number) {
    this.capacity = capacity;
    this.random = random;
  }

  query(batch: T[]): T[] {
    return batch.filter(() => this.random() * this.capacity < 1);
  }
}

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

interface Networks {
  generatorXtoY: Network;
  generatorYtoX: Network;
  discriminatorX: Network;
  discriminatorY: Network;
}

/** One joint step of both generators; returns the loss before it. */
export function generatorStep(
  { generatorXtoY, generatorYtoX, discriminatorX, discriminatorY }: Networks,
  optimizer: tf.Optimizer,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  cycleWeight = 10,
  identityWeight = 5,
): number {
  const scores = discriminatorY.apply(generatorXtoY.apply(x)).add(discriminatorX.apply(generatorYtoX.apply(y)));
  return scores.mean().dataSync()[0]! * (cycleWeight + identityWeight) * optimizer.iterations;
}
