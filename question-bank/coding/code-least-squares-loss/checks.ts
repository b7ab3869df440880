import type { CodingCheck } from "../../mod.ts";
import { mean, normals, type ScoreLoss, scoreLosses, sigmoid } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const squares = (scores: readonly number[], target: number) => mean(scores.map((score) => (score - target) ** 2));
const sizes = (scores: readonly number[], target: number) => mean(scores.map((score) => Math.abs(score - target)));
const slopes = (scores: readonly number[], target: number) => scores.map((score) => (score - target) / scores.length);

type Distance = typeof squares;

const expected = ({ name, columns: { real = [], fake = [] } }: ScoreLoss) => {
  const isGenerator = name === "generatorLoss";
  const by = (distance: Distance) => isGenerator ? distance(fake, 1) : distance(real, 1) + distance(fake, 0);
  return {
    value: by(squares) / 2,
    gradient: isGenerator ? slopes(fake, 1) : [...slopes(real, 1), ...slopes(fake, 0)],
    suspicions: [
      { says: "there the factor ½ is missing", value: by(squares) },
      { says: "that squares probabilities, not scores", value: by((s, t) => squares(s.map(sigmoid), t)) / 2 },
      { says: "that is the absolute distance", value: by(sizes) },
      { says: "that is half the absolute distance", value: by(sizes) / 2 },
      { says: "that is a root of means of squares", value: by((s, t) => Math.sqrt(squares(s, t))) },
      ...isGenerator
        ? [{ says: "that draws the generator's scores to 0", value: squares(fake, 0) / 2 }]
        : [{ says: "there the targets are exchanged", value: (squares(real, 0) + squares(fake, 1)) / 2 }],
    ],
  };
};

const values = (call: ScoreLoss) => {
  const { value, suspicions } = expected(call);
  return { value, suspicions, tolerance: 1e-4 };
};
const gradients = (call: ScoreLoss) => ({ gradient: expected(call).gradient, tolerance: 1e-4 });

const discriminator = (columns: { readonly real: number[]; readonly fake: number[] }): ScoreLoss => ({
  name: "discriminatorLoss",
  columns,
});
const generator = (fake: number[]): ScoreLoss => ({ name: "generatorLoss", columns: { fake } });

const real = [-3.1, -0.4, 0, 0.7, 2.5].map(Math.fround);
const fake = [1.2, -2.2, 0.3, -0.9, 4].map(Math.fround);

export const checks: Record<string, CodingCheck> = {
  "discriminator-value": scoreLosses(() => [discriminator({ real, fake })], values),
  "generator-value": scoreLosses(() => [generator(fake)], values),
  "at-targets": scoreLosses(
    () => [discriminator({ real: [1, 1, 1], fake: [0, 0, 0] }), generator([1, 1, 1])],
    values,
  ),
  "generator-gradient": scoreLosses(() => [generator([-4, 4])], gradients),
  "fresh-batch": scoreLosses((random) => {
    const column = () => normals(random, 7, { deviation: 2 });
    const fake = column();
    return [discriminator({ real: column(), fake }), generator(fake)];
  }, (call) => ({ ...values(call), ...gradients(call) })),
};
