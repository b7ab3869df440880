import * as tf from "@tensorflow/tfjs";

/** Half the mean squared distance of raw scores from a target. */
function halfMeanSquare(scores: tf.Tensor, target: number): tf.Scalar {
  return scores.sub(target).square().mul(0.5).mean();
}

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return halfMeanSquare(realScores, 1).add(halfMeanSquare(fakeScores, 0));
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return halfMeanSquare(fakeScores, 1);
}
