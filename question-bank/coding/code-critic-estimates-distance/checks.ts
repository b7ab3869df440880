import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  close,
  isNumber,
  isNumbers,
  isRecord,
  judgeNumber,
  lossPlots,
  mean,
  normals,
  seeded,
  shown,
  uniforms,
} from "../_lib/mod.ts";

/** Two batches of numbers on a line, the real one `shift` to the right of the other. */
interface Training {
  readonly real: readonly number[];
  readonly fake: readonly number[];
  readonly shift: number;
  readonly steps: number;
  /** The next seed is tried while the estimate lies outside. */
  readonly accepted: readonly [number, number];
}

interface Trained {
  readonly estimate: Json;
  readonly real: readonly number[];
  readonly fake: readonly number[];
  /** Scores and slopes at {@link places}. */
  readonly scores: readonly number[];
  readonly slopes: readonly number[];
  readonly told: Json;
}

const [penaltyWeight, count] = [10, 64];
/**
 * The penalty is blind to the sign of a slope: a critic that begins with the wrong one may stay at its other minimum, a difference
 * of means of −s(1 − s/2λ), through no fault of its maker.
 */
const seeds = [5, 6, 7, 8];
const places = Array.from({ length: 27 }, (_, i) => 0.2 + 0.1 * i);

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs, report }) => {
  const { trainings, places, seeds, penaltyWeight } = inputs as unknown as {
    trainings: Training[];
    places: number[];
    seeds: number[];
    penaltyWeight: number;
  };
  const column = (values: readonly number[]) => tf.tensor2d(values, [values.length, 1]);
  const read = (tensor: { dataSync(): Float32Array }) => [...tensor.dataSync()];
  const train = ({ real, fake, steps }: Training, seed: number) => {
    const told: { steps: number[]; losses: { [name: string]: (number | null)[] } } = { steps: [], losses: {} };
    const listen = (step: number, losses: { [name: string]: number }) => {
      report(step, losses);
      if (typeof step !== "number" || told.steps.length >= 500) return;
      told.steps.push(step);
      for (const name of Object.keys(losses).slice(0, 4)) {
        const values = told.losses[name] ??= [];
        while (values.length < told.steps.length - 1) values.push(null);
        values.push(Number(losses[name]));
      }
    };
    const options = { steps, seed, penaltyWeight, report: listen };
    const { estimate, critic } = candidate.trainCritic(column(real), column(fake), options);
    const at = column(places);
    const slopes = read(tf.grad((x: unknown) => critic(x).sum())(at));
    const [ofReal, ofFake] = [read(critic(column(real))), read(critic(column(fake)))];
    return { estimate, real: ofReal, fake: ofFake, scores: read(critic(at)), slopes, told };
  };
  return trainings.map((training) => {
    const [low, high] = training.accepted;
    let first;
    for (const seed of seeds) {
      const trained = train(training, seed);
      if (trained.estimate >= low && trained.estimate <= high) return trained;
      first ??= trained;
    }
    return first!;
  });
};

/** Where the soft penalty lets the estimate of a shift end. */
const expectedOf = (shift: number) => shift * (1 + shift / (2 * penaltyWeight));

/** From above the other minimum, which a critic of the wrong orientation can be caught in, to a slope that is held loosely. */
const acceptedFor = (shift: number): [number, number] => [
  0.92 * shift,
  expectedOf(shift) + 0.2 * (1 + expectedOf(shift)),
];

function drawTraining(random: Random, shift: number, steps = 150): Training {
  const fake = normals(random, count, { deviation: 0.5 });
  const real = fake.map((value) => Math.fround(value + shift));
  return { real, fake, shift, steps, accepted: acceptedFor(shift) };
}

const draws = (trainings: (random: Random) => readonly Training[]): CodingCheck["draw"] => (random) =>
  ({ trainings: trainings(random), places, seeds, penaltyWeight }) as unknown as Json;

const inWords = ({ shift, steps }: Training) =>
  `${count} numbers from N(0, 0.25) as fake, the same plus ${
    shown(shift)
  } as real, penalty weight ${penaltyWeight}, ${steps} steps`;

function judge(
  judgement: (trained: readonly Trained[], trainings: readonly Training[]) => Judgement,
): CodingCheck["judge"] {
  return (output, inputs) => {
    const { trainings } = inputs as unknown as { trainings: readonly Training[] };
    const results = Array.isArray(output) ? output : [];
    const isWhole = trainings.every((_, i) => {
      const got = results[i];
      return isRecord(got) && isNumbers(got.real, count) && isNumbers(got.fake, count) &&
        isNumbers(got.scores, places.length) && isNumbers(got.slopes, places.length);
    });
    const input = inWords(trainings[0]!);
    if (!isWhole) return { passed: false, message: "Expected one finite score for every sample, got others.", input };
    return { input, ...judgement(results as unknown as readonly Trained[], trainings) };
  };
}

function judgeEstimate({ estimate, told }: Trained, { shift, accepted: [low, high] }: Training): Judgement {
  const plots = plotLosses(told);
  const expected = `Expected, from one of ${seeds.length} seeds, an estimate from ${shown(low)} to ${shown(high)}`;
  if (!isNumber(estimate)) return { passed: false, message: `${expected}, got ${shown(estimate)}.`, plots };
  const says = estimate < 0
    ? ": the critic is oriented the wrong way round"
    : estimate > 2 * shift
    ? ": no penalty holds the slope"
    : estimate < 1.01
    ? ": scores that a sigmoid bounds cannot be further apart than 1"
    : "";
  const passed = estimate >= low && estimate <= high;
  return { passed, message: `${expected}, got ${shown(estimate)}${passed ? "" : says}.`, plots };
}

const plotLosses = (told: Json) => lossPlots(told, { id: "losses", title: "The critic's loss as it trains" });

function judgeCritic({ estimate, real, fake, scores, slopes }: Trained): Judgement {
  const plots = [{
    id: "critic",
    title: "The critic between the two batches",
    kind: "line",
    xLabel: "x",
    yLabel: "score, slope",
    series: [{ name: "score", x: places, y: scores }, { name: "slope", x: places, y: slopes }],
  }] as const;
  const difference = mean(real) - mean(fake);
  if (!isNumber(estimate) || !close(estimate, difference, { tolerance: 1e-2 })) {
    const message = `Expected the estimate to be the critic's difference of means, ${shown(difference)}, got ${
      shown(estimate)
    }.`;
    return { passed: false, message, plots };
  }
  if (difference <= 0) {
    const message = `Expected higher scores on real samples, got means ${shown(mean(real))} real and ${
      shown(mean(fake))
    } fake.`;
    return { passed: false, message, plots };
  }
  const [average, steepest] = [mean(slopes), Math.max(...slopes.map(Math.abs))];
  return {
    passed: average > 0.6 && steepest < 2.5,
    message: `Expected slopes of mean above 0.6 and none above 2.5 between the batches, got mean ${
      shown(average)
    } and ${shown(steepest)}.`,
    plots,
  };
}

export const checks: Record<string, CodingCheck> = {
  "estimate": {
    draw: draws(() => [drawTraining(seeded(1), 3)]),
    probe,
    judge: judge(([trained], [training]) => judgeEstimate(trained!, training!)),
  },
  "critic": {
    draw: draws(() => [drawTraining(seeded(2), 3)]),
    probe,
    judge: judge(([trained]) => judgeCritic(trained!)),
  },
  "grows": {
    draw: draws(() => [
      { ...drawTraining(seeded(3), 1, 120), accepted: [0.4, 2] },
      { ...drawTraining(seeded(4), 4, 120), accepted: [1, 8] },
    ]),
    probe,
    judge: judge(([near, far]) => {
      const [one, four] = [near!.estimate, far!.estimate];
      return {
        passed: isNumber(one) && isNumber(four) && one > 0.4 && four >= 2.5 * one,
        message: `Expected an estimate above 0.4 for batches that are 1 apart and at least 2.5 times it for 4, got ${
          shown(one)
        } and ${shown(four)}.`,
        input: `${inWords(drawTraining(seeded(3), 1, 120))}; then the same with 4`,
      };
    }),
  },
  // Whatever the rate of learning, three more steps move the weights.
  "steps": {
    draw: draws((random) => {
      const training = { ...drawTraining(random, 3, 1), accepted: [-1e6, 1e6] as const };
      return [training, { ...training, steps: 4 }];
    }),
    probe,
    judge: judge(([first, second]) => {
      const [one, four] = [first!.estimate, second!.estimate];
      return {
        passed: isNumber(one) && isNumber(four) && !close(four, one, { tolerance: 1e-6 }),
        message: `Expected another estimate after four steps than after one, got ${shown(four)} and ${shown(one)}.`,
        input: "two batches that are 3 apart, 1 step; then the same with 4 steps",
      };
    }),
  },
  "fresh-batches": {
    draw: draws((random) => [drawTraining(random, uniforms(random, 1, { from: 2.5, to: 4 })[0]!)]),
    probe,
    judge: judge(([trained], [training]) => {
      const estimate = judgeEstimate(trained!, training!);
      return estimate.passed ? judgeCriticAgrees(trained!) : estimate;
    }),
  },
};

/** Slopes are asked at places between batches that are 3 apart; here only that the estimate is the critic's. */
function judgeCriticAgrees({ estimate, real, fake }: Trained): Judgement {
  const difference = mean(real) - mean(fake);
  return judgeNumber(estimate, difference, { tolerance: 1e-2, what: "the critic's difference of means" });
}
