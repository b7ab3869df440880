// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

/** The share of unique samples and of unique samples found, by name. */
export function precisionRecall(
  realFeatures: tf.Tensor2D,
  fakeFeatures: tf.Tensor2D,
): { precision: number; recall: number } {
  const rows = (features: tf.Tensor2D) => features.arraySync().map((row) => row.join());
  const [real, fake] = [rows(realFeatures), rows(fakeFeatures)];
  const unique = new Set(fake);
  const found = new Set(real.filter((row) => unique.has(row)));
  return { precision: unique.size / fake.length, recall: found.size / new Set(real).size };
}
