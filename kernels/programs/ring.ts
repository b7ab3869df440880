import * as tf from "@tensorflow/tfjs";

export const ringModes = 8;
export const ringRadius = 2;
export const ringDeviation = 0.1;

/** The centres of the ring's Gaussians, [8, 2]. */
export const ringCentres: readonly (readonly [number, number])[] = Array.from({ length: ringModes }, (_, i) => {
  const angle = 2 * Math.PI * i / ringModes;
  return [ringRadius * Math.cos(angle), ringRadius * Math.sin(angle)];
});

/** Points [count, 2] on a ring of Gaussians, from a generator of uniform numbers. */
export function ringPoints(count: number, random: () => number): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const [x, y] = ringCentres[Math.floor(random() * ringModes)]!;
    const radius = ringDeviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    points[2 * i] = x + radius * Math.cos(angle);
    points[2 * i + 1] = y + radius * Math.sin(angle);
  }
  return points;
}

export function ringBatch(count: number, random: () => number): tf.Tensor2D {
  return tf.tensor2d(ringPoints(count, random), [count, 2]);
}

/** Normal numbers [count, size] from a generator of uniform numbers, alike on every backend. */
export function noise(count: number, size: number, random: () => number): tf.Tensor2D {
  const values = Float32Array.from(
    { length: count * size },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
  return tf.tensor2d(values, [count, size]);
}
