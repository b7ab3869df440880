import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  everyCall,
  firstFailure,
  indexAt,
  isNumbers,
  isRecord,
  judgeNumber,
  mean,
  norm,
  normalTensor,
  type Parts,
  seeded,
  shown,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

interface Draw {
  readonly shape: readonly number[];
  readonly threshold: number;
  readonly seed: number;
}

/** Deviation of a standard normal distribution within ±threshold, by Simpson's rule. */
function deviationWithin(threshold: number): number {
  const steps = 1000;
  const integral = (of: (z: number) => number) =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const z = threshold * (2 * i / steps - 1);
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      return weight * of(z) * Math.exp(-z * z / 2);
    }).reduce((sum, part) => sum + part, 0);
  return Math.sqrt(integral((z) => z * z) / integral(() => 1));
}

const deviation = (values: readonly number[]) => {
  const center = mean(values);
  return norm(values.map((value) => value - center)) / Math.sqrt(values.length);
};

const probeDraws: CodingCheck["probe"] = ({ candidate, inputs }) =>
  (inputs as unknown as Draw[]).map(({ shape, threshold, seed }) => {
    const result = candidate.truncatedNormal([...shape], threshold, seed);
    return { shape: result.shape, values: [...result.dataSync()] };
  });

function judgeBound(got: Json | undefined, { shape, threshold }: Draw): Judgement {
  const count = shape.reduce((product, size) => product * size, 1);
  if (!isRecord(got) || shown(got.shape) !== shown(shape) || !isNumbers(got.values, count)) {
    const found = isRecord(got) ? shown(got.shape) : "none";
    return { passed: false, message: `Expected finite numbers of shape ${shown(shape)}, got shape ${found}.` };
  }
  const most = Math.max(...got.values.map(Math.abs));
  const message = `Expected values of at most ${threshold} in size, got up to ${shown(most)}.`;
  return { passed: most <= threshold + 1e-6, message };
}

const valuesOf = (got: Json | undefined) => (got as unknown as { values: number[] }).values;

function judgeSpread(got: Json | undefined, draw: Draw): Judgement {
  const [values, { threshold }] = [valuesOf(got), draw];
  const what = `for threshold ${threshold} the deviation`;
  const flat = threshold / Math.sqrt(3);
  return firstFailure([
    judgeNumber(deviation(values), deviationWithin(threshold), {
      tolerance: 3e-2,
      what,
      suspicions: [
        { says: "that is the spread of a uniform distribution", value: flat },
        { says: "the values were multiplied by the threshold", value: threshold },
      ],
    }),
    judgeNumber(mean(values), 0, { tolerance: 6e-2, what: `for threshold ${threshold} the mean` }),
  ]);
}

type Judge = (got: Json | undefined, draw: Draw) => Judgement;

function draws(
  list: (random: Random) => readonly [Draw, ...Draw[]],
  judge: Judge = (...of) => judgeBound(...of),
): CodingCheck {
  return {
    draw: (random) => list(random) as unknown as Json,
    probe: probeDraws,
    judge(output, inputs) {
      const [first, ...others] = inputs as unknown as readonly [Draw, ...Draw[]];
      const got = Array.isArray(output) ? output : [];
      const both = (draw: Draw, index: number): Judgement => {
        const bound = judgeBound(got[index], draw);
        return bound.passed ? judge(got[index], draw) : bound;
      };
      return firstFailure([both(first, 0), ...others.map((draw, index) => both(draw, index + 1))]);
    },
  };
}

/** Two draws with one seed and a third with another one. */
function seededDraws(list: (random: Random) => readonly [Draw, Draw, Draw]): CodingCheck {
  const check = draws(list, judgeSpread);
  return {
    ...check,
    judge(output, inputs) {
      const judgement = check.judge(output, inputs);
      if (!judgement.passed) return judgement;
      const [first, again, other] = (output as readonly Json[]).map((got) => valuesOf(got).join());
      return firstFailure([
        { passed: first === again, message: "Expected the same values for the same seed, got others." },
        { passed: first !== other, message: "Expected other values for another seed, got the same." },
      ]);
    },
  };
}

type StyleArgs = [w: TensorData, meanW: TensorData, psi: number, cutoff?: number];

/** Every entry from its value, its mean and its layer. */
const entrywise = (
  entry: (value: number, mean: number, psi: number) => number,
  isChanged = (layer: number, cutoff: number) => layer < cutoff,
) =>
(args: readonly Argument[]): Parts => {
  const [{ shape, values }, { values: means }, psi, cutoff = Infinity] = args as StyleArgs;
  const width = shape.at(-1)!;
  return {
    result: {
      shape,
      values: values.map((value, offset) => {
        const layer = shape.length === 3 ? indexAt(shape, offset)[1]! : 0;
        return isChanged(layer, cutoff) ? entry(value, means[offset % width]!, psi) : value;
      }),
    },
  };
};

const right = (value: number, mean: number, psi: number) => mean + psi * (value - mean);
const styles = (draw: (random: Random) => StyleArgs, input?: string): CodingCheck =>
  callCheck({
    name: "truncateStyle",
    draw: draw as (random: Random) => readonly Argument[],
    expect: entrywise(right),
    tolerance: 1e-4,
    mistakes: [
      { says: "psi and 1 − psi are swapped", expect: entrywise((value, mean, psi) => right(value, mean, 1 - psi)) },
      { says: "the mean was forgotten", expect: entrywise((value, _mean, psi) => psi * value) },
      { says: "the mean is not added again", expect: entrywise((value, mean, psi) => psi * (value - mean)) },
      { says: "the cutoff was ignored", expect: entrywise(right, () => true) },
      {
        says: "the layers from the cutoff on were changed",
        expect: entrywise(right, (layer, cutoff) => layer >= cutoff),
      },
      {
        says: "the layer at the cutoff was changed, too",
        expect: entrywise(right, (layer, cutoff) => layer <= cutoff),
      },
    ],
    ...(input === undefined ? {} : { input }),
  });

const flat = normalTensor(seeded(1), [5, 6]);
const flatMean = normalTensor(seeded(2), [6], { mean: 1 });
const layered = normalTensor(seeded(3), [2, 6, 4]);
const layeredMean = normalTensor(seeded(4), [4], { mean: 1 });

const flatBy = (psi: number) => styles(() => [flat, flatMean, psi], `w [5, 6], meanW [6], psi ${psi}`);

export const checks: Record<string, CodingCheck> = {
  "bound": draws(() => [
    { shape: [50, 80], threshold: 0.7, seed: 1 },
    { shape: [10, 20, 20], threshold: 2, seed: 2 },
  ]),
  "no-clipping": draws(() => [{ shape: [4000], threshold: 0.5, seed: 3 }], (got) => {
    const count = valuesOf(got).filter((value) => Math.abs(value) > 0.4999).length;
    const message = `Expected fewer than 10 of 4000 values beyond 0.4999 for threshold 0.5, got ${count}.`;
    return { passed: count < 10, message };
  }),
  "deviation": draws(() => [
    { shape: [8000], threshold: 0.5, seed: 1 },
    { shape: [8000], threshold: 1, seed: 2 },
    { shape: [80, 100], threshold: 2, seed: 3 },
  ], judgeSpread),
  "psi": everyCall([flatBy(1), flatBy(0), flatBy(0.7)]),
  "cutoff": everyCall([
    styles(() => [layered, layeredMean, 0.5, 2], "w [2, 6, 4], meanW [4], psi 0.5, cutoffLayer 2"),
    styles(() => [layered, layeredMean, 0.5], "w [2, 6, 4], meanW [4], psi 0.5, no cutoffLayer"),
    styles(() => [layered, layeredMean, 0.5, 0], "w [2, 6, 4], meanW [4], psi 0.5, cutoffLayer 0"),
  ]),
  "fresh-thresholds": seededDraws((random) => {
    const shape = [8000];
    const threshold = Number((1.2 + 1.2 * random.uniform()).toFixed(2));
    const seed = Math.floor(1e6 * random.uniform());
    return [{ shape, threshold, seed }, { shape, threshold, seed }, { shape, threshold, seed: seed + 1 }];
  }),
  "fresh-styles": everyCall([
    styles((random) => [
      normalTensor(random, [3, 5]),
      normalTensor(random, [5], { mean: -1 }),
      uniforms(random, 1, { from: 0.2, to: 0.4 })[0]!,
    ]),
    styles((random) => [
      normalTensor(random, [3, 5, 2]),
      normalTensor(random, [2], { mean: 2 }),
      uniforms(random, 1, { from: 0.6, to: 0.9 })[0]!,
      3,
    ]),
    styles((random) => [normalTensor(random, [2, 4, 3]), normalTensor(random, [3], { mean: 1 }), 0.3]),
  ]),
};
