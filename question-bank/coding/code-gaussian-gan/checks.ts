import type { CodingCheck, Json, Judgement, Plot } from "../../mod.ts";
import { isNumbers, isRecord, lossPlots, mean, shown, uniforms } from "../_lib/mod.ts";

interface Target {
  readonly mean: number;
  readonly standardDeviation: number;
}

interface Training extends Target {
  readonly steps: number;
  /** Tried in turn until the samples lie within the bounds. */
  readonly seeds: readonly number[];
  /** How many samples are asked for in each call. */
  readonly counts: readonly number[];
  readonly meanError: number;
  /** Of the samples' deviation. */
  readonly deviation: readonly [number, number];
}

const probe: CodingCheck["probe"] = ({ candidate, inputs, report }) => {
  const { mean, standardDeviation, steps, seeds, counts, meanError, deviation } = inputs as unknown as Training;
  const train = (seed: number) => {
    const told: { steps: number[]; losses: { [name: string]: (number | null)[] } } = { steps: [], losses: {} };
    const listen = (step: number, losses: { [name: string]: number }) => {
      report(step, losses);
      if (typeof step !== "number" || told.steps.length >= 2000) return;
      told.steps.push(step);
      for (const name of Object.keys(losses).slice(0, 4)) {
        const values = told.losses[name] ??= [];
        while (values.length < told.steps.length - 1) values.push(null);
        values.push(Number(losses[name]));
      }
    };
    const sample = candidate.trainGaussianGan({ mean, standardDeviation, steps, seed, report: listen });
    return { calls: counts.map((count) => Array.from(sample(count), Number)), told };
  };
  const isGood = (samples: number[]) => {
    const center = samples.reduce((sum, x) => sum + x, 0) / samples.length;
    const spread = Math.sqrt(samples.reduce((sum, x) => sum + (x - center) ** 2, 0) / samples.length);
    return Math.abs(center - mean) < meanError && spread > deviation[0] && spread < deviation[1];
  };
  let trained;
  for (const seed of seeds) {
    trained = train(seed);
    if (isGood(trained.calls[0]!)) break;
  }
  return trained!;
};

const momentsOf = (samples: readonly number[]) => {
  const center = mean(samples);
  return { center, spread: Math.sqrt(mean(samples.map((x) => (x - center) ** 2))) };
};

const distinctOf = (samples: readonly number[]) => new Set(samples.map((x) => x.toFixed(3))).size;

const inWords = ({ mean, standardDeviation, steps, seeds }: Training) =>
  `mean ${shown(mean)}, standardDeviation ${shown(standardDeviation)}, ${steps} steps, seed ${seeds.join(" or ")}`;

/** Shares of samples in bins of a tenth around the target, against those of the target. */
function histogram(samples: readonly number[], { mean, standardDeviation }: Target): Plot {
  const width = 0.1;
  const bins = Array.from({ length: 60 }, (_, i) => mean + width * (i - 30));
  const share = (from: number) => samples.filter((x) => x >= from - width / 2 && x < from + width / 2).length;
  const density = (x: number) =>
    Math.exp(-(((x - mean) / standardDeviation) ** 2) / 2) / (standardDeviation * Math.sqrt(2 * Math.PI));
  return {
    id: "histogram",
    title: "Samples of the generator and the target",
    kind: "line",
    xLabel: "x",
    yLabel: "density",
    series: [
      { name: "samples", x: bins, y: bins.map((bin) => share(bin) / (samples.length * width)) },
      { name: "target", x: bins, y: bins.map(density) },
    ],
  };
}

type JudgeCalls = (calls: readonly (readonly number[])[], training: Training) => Judgement;

function judge(...judgements: readonly JudgeCalls[]): CodingCheck["judge"] {
  return (output, inputs) => {
    const training = inputs as unknown as Training;
    const input = inWords(training);
    const calls = isRecord(output) && Array.isArray(output.calls) ? output.calls : [];
    const wrong = training.counts.findIndex((count, i) => !isNumbers(calls[i], count));
    if (wrong >= 0) {
      const got = Array.isArray(calls[wrong]) ? `${calls[wrong].length}, not all finite` : "none";
      return { passed: false, message: `Expected ${training.counts[wrong]} finite numbers, got ${got}.`, input };
    }
    const judged = judgements.map((judgement) => judgement(calls as number[][], training));
    const first = judged.find(({ passed }) => !passed) ?? judged[0]!;
    const plots = lossPlots(isRecord(output) ? output.told as Json : null, { id: "losses", title: "Losses" });
    return { ...first, input, plots: [...plots, ...(first.plots ?? [])] };
  };
}

const judgeFresh: JudgeCalls = ([first, second]) => {
  const repeats = first!.slice(0, 20).every((x, i) => x === second![i]);
  const distinct = distinctOf(first!);
  return {
    passed: !repeats && distinct > 100,
    message: repeats
      ? "Expected other samples at every call, got the same ones."
      : `Expected more than 100 different values among ${first!.length}, got ${distinct}.`,
  };
};

const judgeIgnorance: JudgeCalls = ([samples], { mean }) => {
  const { center } = momentsOf(samples!);
  return {
    passed: Math.abs(center - mean) > 4,
    message: `Expected samples that are still far from ${mean}, got the mean ${shown(center)}.`,
  };
};

const judgeMoments: JudgeCalls = ([samples], training) => {
  const { mean, meanError, deviation: [least, most] } = training;
  const { center, spread } = momentsOf(samples!);
  return {
    passed: Math.abs(center - mean) < meanError && spread > least && spread < most,
    message: `Expected a mean within ${shown(meanError)} of ${shown(mean)} and a deviation from ${shown(least)} to ${
      shown(most)
    }, got ${shown(center)} and ${shown(spread)}.`,
    plots: [histogram(samples!, training)],
  };
};

const training: Training = {
  mean: 3,
  standardDeviation: 0.5,
  steps: 500,
  seeds: [1, 2],
  counts: [2000, 1000],
  meanError: 0.35,
  deviation: [0.2, 0.9],
};

const fixed = (parts: Partial<Training>): CodingCheck["draw"] => () => ({ ...training, ...parts }) as unknown as Json;

export const checks: Record<string, CodingCheck> = {
  "sampler": { draw: fixed({ steps: 30, seeds: [1], counts: [1000, 20] }), probe, judge: judge(judgeFresh) },
  "learns": { draw: fixed({ steps: 2, seeds: [1], mean: 40, counts: [500] }), probe, judge: judge(judgeIgnorance) },
  "mean-and-spread": { draw: fixed({}), probe, judge: judge(judgeMoments) },
  "fresh-target": {
    draw(random) {
      const [place, standardDeviation] = uniforms(random, 2, { from: 0.4, to: 0.6 }) as [number, number];
      return {
        ...training,
        ...{ mean: (random.uniform() < 0.5 ? -1 : 1) * (1 + 3 * place), standardDeviation },
        deviation: [0.4 * standardDeviation, 1.8 * standardDeviation],
      };
    },
    probe,
    judge: judge(judgeMoments, judgeFresh),
  },
};
