// rejected by: one-weight
import * as tf from "@tensorflow/tfjs";

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

/** How far scores are from those of real samples. */
function adversarial(scores: tf.Tensor): tf.Scalar {
  return scores.sub(1).square().mean();
}

function l1(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return a.sub(b).abs().mean();
}

export function generatorStep(
  { generatorXtoY, generatorYtoX, discriminatorX, discriminatorY }: Networks,
  optimizer: tf.Optimizer,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  cycleWeight = 10,
  identityWeight = cycleWeight / 2,
): number {
  const loss = () => {
    const fakeY = generatorXtoY.apply(x);
    const fakeX = generatorYtoX.apply(y);
    const cycle = l1(generatorYtoX.apply(fakeY), x).add(l1(generatorXtoY.apply(fakeX), y));
    const identity = l1(generatorXtoY.apply(y), y).add(l1(generatorYtoX.apply(x), x));
    return adversarial(discriminatorY.apply(fakeY))
      .add(adversarial(discriminatorX.apply(fakeX)))
      .add(cycle.mul(cycleWeight))
      .add(identity.mul(identityWeight)) as tf.Scalar;
  };
  const variables = [...generatorXtoY.variables, ...generatorYtoX.variables];
  return tf.tidy(() => optimizer.minimize(loss, true, variables)!.dataSync()[0]!);
}
