import type { CodingCheck, Random } from "../../mod.ts";
import { mean, normals, type Numbers, numbersCheck, shown, sigmoid } from "../_lib/mod.ts";

type Args = [train: readonly number[], validation: readonly number[], fake: readonly number[]];

const gap = (train: number, validation: number, fake: number) => (train - validation) / (train - fake);
const means = (args: Args) => args.map(mean) as [number, number, number];

const mistake = (says: string, of: (train: number, validation: number, fake: number) => number) => ({
  says,
  expect: (...args: Args): Numbers => ({ validationGap: of(...means(args)) }),
});

const mistakes = [
  mistake("validation and generated images are swapped", (train, validation, fake) => gap(train, fake, validation)),
  mistake("its sign is turned around", (...of) => -gap(...of)),
  mistake("that is 1 minus the gap", (...of) => 1 - gap(...of)),
  mistake("that is the difference, not yet divided", (train, validation) => train - validation),
  {
    says: "that is the gap of probabilities, not of logits",
    expect: (...args: Args): Numbers => ({
      validationGap: gap(...means(args.map((logits) => logits.map(sigmoid)) as unknown as Args)),
    }),
  },
  {
    says: "that is the mean of the logits themselves",
    expect: (train: readonly number[]): Numbers => ({ meanTrainSign: mean(train) }),
  },
  {
    says: "that is the share of positive logits",
    expect: (train: readonly number[]): Numbers => ({ meanTrainSign: mean(train.map((logit) => logit > 0 ? 1 : 0)) }),
  },
  {
    says: "that is the sign of the mean",
    expect: (train: readonly number[]): Numbers => ({ meanTrainSign: Math.sign(mean(train)) }),
  },
];

function numbers(draw: (random: Random) => readonly [Args, ...Args[]], tolerance: number): CodingCheck {
  return numbersCheck<Args>({
    name: "overfittingHeuristics",
    draw,
    expect: (train, validation, fake) => ({
      validationGap: gap(...means([train, validation, fake])),
      meanTrainSign: mean(train.map(Math.sign)),
    }),
    tolerance,
    mistakes,
  });
}

function check(args: Args, { tolerance = 1e-4 } = {}): CodingCheck {
  const check = numbers(() => [args], tolerance);
  const [train, validation, fake] = args;
  const input = `training ${shown(train)}, held out ${shown(validation)}, generated ${shown(fake)}`;
  return { ...check, judge: (output, inputs) => ({ ...check.judge(output, inputs), input }) };
}

/** Held-out images may also score above training ones, or below generated ones: the gap is not held in [0, 1]. */
const fresh = (random: Random, held: number): Args => [
  [...normals(random, 9, { mean: 1.5, deviation: 2 }), 0],
  normals(random, 6, { mean: held }),
  normals(random, 7, { mean: -4 }),
];

export const checks: Record<string, CodingCheck> = {
  "no-overfitting": check([[1, 3, 2, -1], [1, 1.5], [-3, -1]], { tolerance: 1e-9 }),
  "half-way": check([[4, 2, 3], [1, 0, -1, 0], [-2, -4]]),
  "complete": check([[6, 4], [-2, 0, -1], [-3, 1, -1]]),
  "signs": check([[5, 0.1, -0.2, 9], [2, 1], [-1, -3, 0]]),
  "fresh-logits": numbers((random) => [fresh(random, 0.5), fresh(random, 4), fresh(random, -7)], 1e-4),
};
