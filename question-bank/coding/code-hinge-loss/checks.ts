import type { CodingCheck } from "../../mod.ts";
import { mean, normals, type ScoreLoss, scoreLosses } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const hinge = (margins: readonly number[]) => mean(margins.map((margin) => Math.max(0, margin)));

const discriminatorValue = (real: readonly number[], fake: readonly number[], margin = 1) =>
  hinge(real.map((r) => margin - r)) + hinge(fake.map((f) => margin + f));

const expected = ({ name, columns: { real = [], fake = [] } }: ScoreLoss) => {
  if (name === "generatorLoss") {
    return {
      value: -mean(fake),
      gradient: fake.map(() => -1 / fake.length),
      suspicions: [
        { says: "its sign is turned around", value: mean(fake) },
        { says: "that gives the generator a hinge, too", value: hinge(fake.map((f) => 1 - f)) },
        { says: "that gives the generator a hinge, too", value: hinge(fake.map((f) => -f)) },
      ],
    };
  }
  const value = discriminatorValue(real, fake);
  return {
    value,
    gradient: [
      ...real.map((r) => (r < 1 ? -1 : 0) / real.length),
      ...fake.map((f) => (f > -1 ? 1 : 0) / fake.length),
    ],
    suspicions: [
      { says: "there is no hinge", value: mean(fake) - mean(real) },
      { says: "there is no hinge", value: 2 + mean(fake) - mean(real) },
      { says: "its margin is 0", value: discriminatorValue(real, fake, 0) },
      { says: "there the arguments are exchanged", value: discriminatorValue(fake, real) },
      { says: "that is half of it", value: value / 2 },
      { says: "there the generated samples are missing", value: hinge(real.map((r) => 1 - r)) },
      { says: "there the real samples are missing", value: hinge(fake.map((f) => 1 + f)) },
      { says: "its sign is turned around", value: -value },
    ],
  };
};

const values = (call: ScoreLoss) => {
  const { value, suspicions } = expected(call);
  return { value, suspicions, tolerance: 1e-4 };
};
const gradients = (call: ScoreLoss) => ({ gradient: expected(call).gradient, tolerance: 1e-4 });
const both = (call: ScoreLoss) => ({ ...values(call), ...gradients(call) });

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
  "beyond-margin": scoreLosses(() => [discriminator({ real: [2, 3], fake: [-3, -3] })], both),
  "generator-gradient": scoreLosses(() => [generator([-50, 50])], gradients),
  "fresh-batch": scoreLosses((random) => {
    const column = () => normals(random, 8, { deviation: 2 });
    const fake = column();
    return [discriminator({ real: column(), fake }), generator(fake)];
  }, both),
};
