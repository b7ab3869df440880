import * as tf from "@tensorflow/tfjs";

/** Images [count, size, size, 1] of a bright disc at a random place on a dark ground, from −1 to 1. */
export function discs(count: number, size: number, random: () => number): tf.Tensor4D {
  const values = new Float32Array(count * size * size).fill(-1);
  const radius = size / 4;
  for (let n = 0; n < count; n++) {
    const [x, y] = [random(), random()].map((share) => radius + share * (size - 1 - 2 * radius)) as [number, number];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const inside = radius - Math.hypot(i - y, j - x);
        values[(n * size + i) * size + j] = 2 * Math.min(1, Math.max(0, inside + 0.5)) - 1;
      }
    }
  }
  return tf.tensor4d(values, [count, size, size, 1]);
}
