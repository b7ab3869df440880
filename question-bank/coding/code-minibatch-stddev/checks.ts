import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumbers, isRecord, judgeNumber, judgeNumbers, mean, norm, normals, seeded, shown } from "../_lib/mod.ts";

interface Features {
  /** [B, H, W, C] */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Appended {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const epsilon = 1e-8;

// float64 and plain loops: independent of what is examined.
function deviation(values: readonly number[], count = values.length): number {
  const center = mean(values);
  return Math.sqrt(norm(values.map((value) => value - center)) ** 2 / count + epsilon);
}

/** Per position and channel, the values of all samples. */
function places({ shape: [batch = 0], values }: Features): number[][] {
  const size = values.length / batch;
  return Array.from({ length: size }, (_, place) => values.filter((_, index) => index % size === place));
}

const statistic = (features: Features) => mean(places(features).map((place) => deviation(place)));

/** What usual mistakes make of the batch. */
function suspicions(features: Features) {
  const { shape: [batch = 0, , , channels = 0], values } = features;
  const size = values.length / batch;
  const maps = Array.from({ length: batch * channels }, (_, index) => {
    const [sample, channel] = [Math.floor(index / channels), index % channels];
    return values.filter((_, i) => Math.floor(i / size) === sample && i % channels === channel);
  });
  const all = places(features);
  return [
    { says: "that is the variance", value: mean(all.map((place) => deviation(place) ** 2)) },
    { says: "that divides by B − 1", value: mean(all.map((place) => deviation(place, batch - 1))) },
    { says: "that is the deviation of all values together", value: deviation(values) },
    { says: "that is the deviation over space, not over the batch", value: mean(maps.map((map) => deviation(map))) },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { shape, values } = inputs as unknown as Features;
  const result = candidate.appendMinibatchStddev(tf.tensor4d(values, shape));
  return { shape: result.shape, values: [...result.dataSync()] };
};

function check(draw: (random: Random) => Features, judge: (appended: Appended, features: Features) => Judgement) {
  return {
    draw: (random: Random) => draw(random) as unknown as Json,
    probe,
    judge(output: Json, inputs: Json): Judgement {
      const features = inputs as unknown as Features;
      const { shape: [batch = 0, height = 0, width = 0, channels = 0] } = features;
      const shape = [batch, height, width, channels + 1];
      const got = isRecord(output) ? output : {};
      const input = `features of shape ${shown(features.shape)}`;
      if (JSON.stringify(got.shape) !== JSON.stringify(shape)) {
        return { passed: false, message: `Expected shape ${shown(shape)}, got ${shown(got.shape)}.`, input };
      }
      if (!isNumbers(got.values)) return { passed: false, message: "Expected finite numbers, got others.", input };
      return { ...judge({ shape, values: got.values }, features), input };
    },
  };
}

/** The appended channel, or the others. */
function channelsOf({ shape, values }: Appended, part: "appended" | "kept"): number[] {
  const channels = shape.at(-1)!;
  return values.filter((_, index) => (index % channels === channels - 1) === (part === "appended"));
}

function judgeStatistic(appended: Appended, features: Features, tolerance = 1e-3): Judgement {
  const channel = channelsOf(appended, "appended");
  const [low, high] = [Math.min(...channel), Math.max(...channel)];
  if (high - low > 1e-4 * (1 + Math.abs(high))) {
    return {
      passed: false,
      message: `Expected one number in the last channel, got from ${shown(low)} to ${shown(high)}.`,
    };
  }
  return judgeNumber(channel[0], statistic(features), {
    tolerance,
    what: "the last channel to hold",
    suspicions: suspicions(features),
  });
}

const draw = (random: Random, ...shape: number[]): Features => ({
  shape,
  values: normals(random, shape.reduce((product, size) => product * size, 1)),
});

const fixed = draw(seeded(1), 4, 2, 2, 3);
const map = draw(seeded(2), 1, 2, 2, 3).values;
const common = draw(seeded(3), 1, 2, 2, 3).values;
const repeated = [1, 2, 3, 4].flatMap(() => map);

export const checks: Record<string, CodingCheck> = {
  "shape": check(() => fixed, ({ shape }) => ({
    passed: true,
    message: `Expected shape ${shown(shape)}, got it.`,
  })),
  "features-kept": check(
    () => fixed,
    (appended, { values }) =>
      judgeNumbers(channelsOf(appended, "kept"), values, { tolerance: 1e-6, what: "the features" }),
  ),
  "pair": check(() => ({
    shape: [2, 2, 2, 3],
    values: [...map.map((a) => Math.fround(a - 0.7)), ...map.map((a) => Math.fround(a + 0.7))],
  }), judgeStatistic),
  "identical": check(() => ({ shape: [4, 2, 2, 3], values: repeated }), (appended) => {
    const most = Math.max(...channelsOf(appended, "appended").map(Math.abs));
    return { passed: most < 2e-4, message: `Expected the last channel below 0.0002, got ${shown(most)}.` };
  }),
  "shifted": check(
    () => ({ ...fixed, values: fixed.values.map((value, index) => Math.fround(value + 3 * common[index % 12]!)) }),
    judgeStatistic,
  ),
  "gradient": {
    draw: (random) => draw(random, 3, 2, 2, 2) as unknown as Json,
    probe: ({ tf, candidate, inputs }) => {
      const { shape, values } = inputs as unknown as Features;
      const last = (x: unknown) => candidate.appendMinibatchStddev(x).slice([0, 0, 0, shape[3]]).mean();
      return [...tf.grad(last)(tf.tensor4d(values, shape)).dataSync()];
    },
    judge(output, inputs) {
      const features = inputs as unknown as Features;
      const all = places(features);
      const expected = features.values.map((value, index) => {
        const place = all[index % all.length]!;
        return (value - mean(place)) / (place.length * deviation(place) * all.length);
      });
      return judgeNumbers(output, expected, { tolerance: 1e-3, what: "the gradient of the last channel's mean" });
    },
  },
  "fresh-batch": check((random) => draw(random, 5, 3, 2, 4), (appended, features) => {
    const judgement = judgeStatistic(appended, features);
    if (!judgement.passed) return judgement;
    const kept = channelsOf(appended, "kept");
    return judgeNumbers(kept, features.values, { tolerance: 1e-6, what: "the features" });
  }),
};
