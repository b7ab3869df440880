import type { CodingCheck, Json, Random } from "../../mod.ts";
import { judgeScalar, mean, norm, normals, rowsOf, seeded, uniforms } from "../_lib/mod.ts";

type Row = readonly number[];

interface Paths {
  readonly start: number[][];
  readonly end: number[][];
  readonly t: number[];
  readonly epsilon: number;
  /** Of the linear generator x·W [Z, D]. */
  readonly weights: number[][];
  readonly generator: "linear" | "square" | "constant";
  /** "bent" moves with t² and weighs the images' places by 1, 2, 3 … */
  readonly manner: "plain" | "bent";
}

// What the probe builds of tensors, in float64.
const generate = ({ generator, weights }: Paths, z: Row): number[] => {
  if (generator === "square") return z.map((value) => value ** 2);
  if (generator === "constant") return z.map(() => 3);
  return weights[0]!.map((_, j) => z.reduce((sum, value, i) => sum + value * weights[i]![j]!, 0));
};
const between = ({ manner }: Paths, [a, b]: readonly [Row, Row], t: number) =>
  a.map((value, j) => value + (b[j]! - value) * (manner === "bent" ? t * t : t));
const squared = ({ manner }: Paths, a: Row, b: Row) =>
  norm(a.map((value, j) => (value - b[j]!) * (manner === "bent" ? Math.sqrt(j + 1) : 1))) ** 2;

/** Squared distances of the steps. */
function steps(paths: Paths): number[] {
  const { start, end, t, epsilon } = paths;
  return start.map((a, i) => {
    const at = (position: number) => generate(paths, between(paths, [a, end[i]!], position));
    return squared(paths, at(t[i]!), at(t[i]! + epsilon));
  });
}

function suspicions(paths: Paths) {
  const { start, end, t, epsilon } = paths;
  const images = (latents: number[][]) => latents.map((z) => generate(paths, z));
  const [from, to] = [images(start), images(end)];
  const ends = mean(from.map((a, i) => squared(paths, a, to[i]!)));
  const mixed = from.map((a, i) => {
    const at = (position: number) => between(paths, [a, to[i]!], position);
    return squared(paths, at(t[i]!), at(t[i]! + epsilon));
  });
  const latents = start.map((a, i) => {
    const at = (position: number) => between(paths, [a, end[i]!], position);
    return squared(paths, at(t[i]!), at(t[i]! + epsilon));
  });
  const right = mean(steps(paths)) / epsilon ** 2;
  if (right === 0) return [];
  return [
    { says: "that is the sum over the batch, not the mean", value: right * start.length },
    { says: "that is divided by epsilon once only", value: right * epsilon },
    { says: "that is not divided by epsilon²", value: right * epsilon ** 2 },
    // Before the end images: a generator that squares gives both the same number.
    {
      says: "that is the mean length of the steps, not of its square",
      value: mean(steps(paths).map(Math.sqrt)) / epsilon,
    },
    { says: "that sees the end images alone, not the way between them", value: ends },
    { says: "that sees the end images alone, not the way between them", value: mean(mixed) / epsilon ** 2 },
    { says: "that compares latents, not images", value: mean(latents) / epsilon ** 2 },
    { says: "the distance was squared again", value: mean(steps(paths).map((step) => step ** 2)) / epsilon ** 2 },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { start, end, t, epsilon, weights, generator, manner } = inputs as unknown as Paths;
  const generators = {
    linear: (z: unknown) => tf.matMul(z, tf.tensor2d(weights)),
    square: (z: unknown) => tf.square(z),
    constant: (z: { shape: number[] }) => tf.fill(z.shape, 3),
  };
  const weighted = (x: { shape: number[] }) =>
    manner === "bent" ? tf.mul(x, tf.range(1, x.shape[1]! + 1).reshape([1, -1])) : x;
  const distance = (a: unknown, b: unknown) => weighted(tf.squaredDifference(a, b) as { shape: number[] });
  const interpolate = (a: unknown, b: unknown, at: unknown) =>
    tf.add(a, tf.mul(tf.sub(b, a), manner === "bent" ? tf.square(at) : at));
  const result = candidate.perceptualPathLength(
    generators[generator],
    (a: unknown, b: unknown) => tf.sum(distance(a, b), 1),
    tf.tensor2d(start),
    tf.tensor2d(end),
    tf.tensor2d(t, [t.length, 1]),
    epsilon,
    interpolate,
  );
  return { shape: result.shape, value: result.dataSync()[0] };
};

function check(
  draw: (random: Random) => Paths,
  { tolerance, input }: { tolerance: number; input: string },
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const paths = inputs as unknown as Paths;
      return judgeScalar(output, mean(steps(paths)) / paths.epsilon ** 2, {
        tolerance,
        what: "the path length",
        input: `${input}, epsilon ${paths.epsilon}`,
        suspicions: suspicions(paths),
      });
    },
  };
}

const draw = (random: Random, count: number, epsilon: number): Paths => ({
  start: rowsOf(normals(random, 4 * count), 4),
  end: rowsOf(normals(random, 4 * count), 4),
  t: uniforms(random, count, { to: 0.95 }),
  epsilon,
  weights: rowsOf(normals(random, 24), 6),
  generator: "linear",
  manner: "plain",
});

const fixed = draw(seeded(1), 5, 0.01);
const midpoints = Array.from({ length: 50 }, (_, i) => Math.fround((i + 0.5) / 50));

export const checks: Record<string, CodingCheck> = {
  "linear": check(() => fixed, { tolerance: 2e-2, input: "a linear generator of 4 latents and 6 outputs, 5 pairs" }),
  "square": check(() => ({
    ...fixed,
    generator: "square",
    start: midpoints.map(() => [0]),
    end: midpoints.map(() => [1]),
    t: midpoints,
  }), { tolerance: 2e-2, input: "G(z) = z² from 0 to 1 at 50 positions" }),
  "constant": check(() => ({ ...fixed, generator: "constant" }), { tolerance: 1e-6, input: "G(z) = 3" }),
  "given-functions": check(() => ({ ...fixed, generator: "square", manner: "bent" }), {
    tolerance: 2e-2,
    input: "G(z) = z², interpolation by t², a weighted distance",
  }),
  "fresh-paths": check((random) => ({ ...draw(random, 7, 0.02), generator: "square" }), {
    tolerance: 2e-2,
    input: "G(z) = z²",
  }),
};
