import type { CodingCheck, Random } from "../../mod.ts";
import { distance, mean, median, normals, type Numbers, numbersCheck, rowsOf, seeded } from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];
interface Tensor {
  readonly tensor: Rows;
}
type Args = [generated: Tensor, training: Tensor, holdout: Tensor];

const toNearest = (rows: Rows, others: Rows) =>
  rows.map((row) => Math.min(...others.map((other) => distance(row, other))));
const within = (rows: Rows) => rows.map((row, i) => Math.min(...rows.toSpliced(i, 1).map((o) => distance(row, o))));

const expect = ({ tensor: generated }: Tensor, { tensor: training }: Tensor, { tensor: holdout }: Tensor): Numbers => {
  const generatedToTraining = median(toNearest(generated, training));
  const generatedToHoldout = median(toNearest(generated, holdout));
  return {
    generatedToTraining,
    generatedToHoldout,
    ratio: generatedToTraining / generatedToHoldout,
    copied: generatedToTraining < 0.1 * median(within(training)),
  };
};

const mistakes: { says: string; expect: (...args: Args) => Numbers }[] = [
  {
    says: "that is the mean, not the median",
    expect: (generated, training) => ({ generatedToTraining: mean(toNearest(generated.tensor, training.tensor)) }),
  },
  {
    says: "that is the distance from training samples to generated ones",
    expect: (generated, training) => ({ generatedToTraining: median(toNearest(training.tensor, generated.tensor)) }),
  },
  {
    says: "that is the distance within the generated samples",
    expect: (generated) => ({ generatedToTraining: median(within(generated.tensor)) }),
  },
  {
    says: "those are squared distances",
    expect: (generated, training) => ({
      generatedToTraining: median(toNearest(generated.tensor, training.tensor)) ** 2,
    }),
  },
  {
    says: "that is the distance to the training samples",
    expect: (...args) => ({ generatedToHoldout: expect(...args).generatedToTraining! }),
  },
  {
    says: "that is the distance from training to hold-out samples",
    expect: (_generated, training, holdout) => ({
      generatedToHoldout: median(toNearest(training.tensor, holdout.tensor)),
    }),
  },
  {
    says: "that compares with the hold-out set, not with the distances within the training set",
    expect: (...args) => {
      const { generatedToTraining, generatedToHoldout } = expect(...args) as { [name: string]: number };
      return { copied: generatedToTraining! < 0.1 * generatedToHoldout! };
    },
  },
  {
    says: "it is turned around",
    expect: (...args) => ({ ratio: 1 / (expect(...args).ratio as number) }),
  },
];

const draws = (sets: (random: Random) => readonly [Rows, Rows, Rows]) => (random: Random): [Args] => {
  const [generated, training, holdout] = sets(random);
  return [[{ tensor: generated }, { tensor: training }, { tensor: holdout }]];
};
const common = { name: "memorizationReport", expect, mistakes } as const;

/** In float32 and by scalar products a distance of 0.002 keeps few digits; there bands are enough. */
function banded(draw: (random: Random) => [Args], { input, ratio: [low, high], copied }: {
  readonly input: string;
  readonly ratio: readonly [number, number];
  readonly copied: boolean;
}): CodingCheck {
  const check = numbersCheck<Args>({ ...common, draw, tolerance: 0.05, input });
  return {
    ...check,
    judge(output, inputs) {
      const values = check.judge(output, inputs);
      const [report] = output as unknown as [{ ratio: number; copied: boolean }];
      if (!values.passed || (report.ratio >= low && report.ratio <= high && report.copied === copied)) return values;
      return { passed: false, message: `Expected a ratio from ${low} to ${high}, got ${report.ratio}.`, input };
    },
  };
}

const cloud = (random: Random, count: number): number[][] => rowsOf(normals(random, 4 * count), 4);
const copiesOf = (random: Random, rows: Rows): number[][] =>
  rows.map((row) => row.map((value) => Math.fround(value + 0.001 * random.normal())));

const fixed = seeded(1);
const [training, holdout, fresh] = [cloud(fixed, 60), cloud(fixed, 60), cloud(fixed, 60)];
const copies = copiesOf(fixed, training);
const grid = Array.from({ length: 10 }, (_, i) => [8 * i, 0]);

export const checks: Record<string, CodingCheck> = {
  "by-hand": numbersCheck<Args>({
    ...common,
    draw: (random) => {
      const [generated, seen] = [[[3], [1], [24], [23], [12]], [[0], [10], [20]]];
      const [[near], [far]] = [[[6], [17]], [[600], [700]]].map((unseen) =>
        draws(() => [generated, seen, unseen])(random)
      ) as [[Args], [Args]];
      return [near, far];
    },
    tolerance: 1e-4,
    input: "generated 3, 1, 24, 23, 12; training 0, 10, 20; hold-out 6, 17, then 600, 700",
  }),
  "near-copies": banded(draws(() => [copies, training, holdout]), {
    input: "60 training samples with 4 features, generated ones within about 0.002 of them, 60 hold-out samples",
    ratio: [0, 0.05],
    copied: true,
  }),
  "honest": banded(draws(() => [fresh, training, holdout]), {
    input: "60 samples with 4 features each, all drawn from one distribution",
    ratio: [0.7, 1.4],
    copied: false,
  }),
  "outlier": numbersCheck<Args>({
    ...common,
    draw: draws(() => [
      grid.map(([x = 0], i) => i === 4 ? [10_000, 10_000] : [x, 1]),
      grid,
      grid.map(([x = 0]) => [x, 4]),
    ]),
    tolerance: 1e-4,
    input: "nine generated samples at distance 1 from training and 3 from hold-out samples, one at 10,000",
  }),
  "fresh-sets": numbersCheck<Args>({
    ...common,
    // Odd numbers of rows, with which every convention of the median agrees.
    draw: (random) => {
      const seen = cloud(random, 31);
      const unseen = cloud(random, 23);
      const [[honest], [copying]] = [
        draws(() => [cloud(random, 17), seen, unseen])(random),
        draws(() => [copiesOf(random, seen.slice(0, 15)), seen, unseen])(random),
      ];
      return [honest, copying];
    },
    tolerance: 1e-2,
  }),
};
