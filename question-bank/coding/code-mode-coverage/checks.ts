import type { CodingCheck, Random } from "../../mod.ts";
import { distance, norm, normals, type Numbers, numbersCheck, seeded, uniforms } from "../_lib/mod.ts";

type Points = readonly (readonly number[])[];
type Args = [
  samples: Points,
  centers: Points,
  standardDeviation: number,
  maxDeviations?: number,
  minShare?: number,
];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Good samples per mode. */
function countsOf(samples: Points, centers: Points, radius: number): number[] {
  const counts = centers.map(() => 0);
  for (const sample of samples) {
    const distances = centers.map((center) => distance(sample, center));
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest]! <= radius) counts[nearest]!++;
  }
  return counts;
}

/** Of the given shares from an even spread over `modes`. */
function divergence(counts: readonly number[], modes: number): number {
  const shares = counts.filter((count) => count > 0).map((count) => count / sum(counts));
  return sum(shares.map((share) => share * Math.log(share * modes)));
}

function summary(counts: readonly number[], all: number, minShare: number): Numbers {
  return {
    modesCovered: counts.filter((count) => count > 0 && count / all >= minShare).length,
    highQualityShare: sum(counts) / all,
    klDivergence: divergence(counts, counts.length),
  };
}

const expect = (...[samples, centers, deviation, maxDeviations = 3, minShare = 0.01]: Args): Numbers =>
  summary(countsOf(samples, centers, maxDeviations * deviation), samples.length, minShare);

const mistakes: { says: string; expect: (...args: Args) => Numbers }[] = [
  {
    says: "squared distances were compared with the radius",
    expect: (samples, centers, deviation, maxDeviations = 3, minShare = 0.01) =>
      summary(countsOf(samples, centers, Math.sqrt(maxDeviations * deviation)), samples.length, minShare),
  },
  {
    says: "the distance to the centre was not looked at",
    expect: (samples, centers, _deviation, _maxDeviations, minShare = 0.01) =>
      summary(countsOf(samples, centers, Infinity), samples.length, minShare),
  },
  {
    says: "the radius is one deviation",
    expect: (samples, centers, deviation, _maxDeviations, minShare = 0.01) =>
      summary(countsOf(samples, centers, deviation), samples.length, minShare),
  },
  {
    says: "the share of a mode was taken among the good samples",
    expect: (samples, centers, deviation, maxDeviations = 3, minShare = 0.01) => {
      const counts = countsOf(samples, centers, maxDeviations * deviation);
      return { modesCovered: summary(counts, sum(counts), minShare).modesCovered! };
    },
  },
  {
    says: "a mode was counted with any sample at all",
    expect: (samples, centers, deviation, maxDeviations = 3) => {
      const { modesCovered } = summary(countsOf(samples, centers, maxDeviations * deviation), samples.length, 0);
      return { modesCovered: modesCovered! };
    },
  },
  {
    says: "that counts samples, not modes",
    expect: (samples, centers, deviation, maxDeviations = 3) => ({
      modesCovered: sum(countsOf(samples, centers, maxDeviations * deviation)),
    }),
  },
  {
    says: "that is a number of samples, not a share of all",
    expect: (samples, centers, deviation, maxDeviations = 3) => ({
      highQualityShare: sum(countsOf(samples, centers, maxDeviations * deviation)),
    }),
  },
  {
    says: "that is a percentage, not a share",
    expect: (...args) => ({ highQualityShare: 100 * (expect(...args).highQualityShare as number) }),
  },
  {
    says: "its sign is turned around",
    expect: (...args) => ({ klDivergence: -(expect(...args).klDivergence as number) }),
  },
  {
    says: "its logarithm has the base 2",
    expect: (...args) => ({ klDivergence: (expect(...args).klDivergence as number) / Math.LN2 }),
  },
  {
    says: "that is the entropy of the spread",
    expect: (samples, centers, deviation, maxDeviations = 3) => ({
      klDivergence: -divergence(countsOf(samples, centers, maxDeviations * deviation), 1),
    }),
  },
  {
    says: "the modes that are not covered were left out of the divergence",
    expect: (samples, centers, deviation, maxDeviations = 3, minShare = 0.01) => {
      const counts = countsOf(samples, centers, maxDeviations * deviation);
      const covered = counts.filter((count) => count / samples.length >= minShare);
      return { klDivergence: divergence(covered, centers.length) };
    },
  },
  {
    says: "all samples were taken into the divergence, not the good ones alone",
    expect: (samples, centers) => ({
      klDivergence: divergence(countsOf(samples, centers, Infinity), centers.length),
    }),
  },
];

const check = (draw: (random: Random) => Args, input?: string): CodingCheck =>
  numbersCheck<Args>({
    name: "modeCoverage",
    draw: (random) => [draw(random)],
    expect,
    tolerance: 1e-4,
    mistakes,
    ...(input === undefined ? {} : { input }),
  });

const ring = Array.from({ length: 8 }, (_, k) => [Math.cos(Math.PI * k / 4), Math.sin(Math.PI * k / 4)]);
const deviation = 0.05;
const random = seeded(1);
/** A sample at that distance, in a direction of its own. */
function around(center: readonly number[], length: number, source: Random = random): number[] {
  const direction = normals(source, center.length);
  return center.map((value, j) => value + length * direction[j]! / norm(direction));
}
const many = (count: number, sample: (i: number) => number[]) => Array.from({ length: count }, (_, i) => sample(i));
const near = () => uniforms(random, 1, { to: 0.12 })[0]!;

export const checks: Record<string, CodingCheck> = {
  "all-covered": check(
    () => [many(80, (i) => around(ring[i % 8]!, near())), ring, deviation],
    "80 samples, ten near each of eight centres on the unit circle, deviation 0.05",
  ),
  "collapsed": check(
    () => [many(80, () => around(ring[3]!, near())), ring, deviation],
    "80 samples near one of eight centres on the unit circle, deviation 0.05",
  ),
  "between-modes": check(
    () => [
      many(300, (i) => i < 42 ? around(ring[i < 40 ? i % 4 : 5]!, near()) : [0.6 * Math.cos(i), 0.6 * Math.sin(i)]),
      ring,
      deviation,
    ],
    "ten samples near each of four of eight centres, two near a fifth, 258 inside of the circle",
  ),
  "stray": check(
    () => [many(1000, (i) => around(ring[i === 500 ? 5 : 2]!, near())), ring, deviation],
    "999 samples near one of eight centres, one near another",
  ),
  "radius": check(
    () => [many(40, (i) => around(ring[i % 4]!, i % 8 < 4 ? 0.149 : 0.151)), ring, deviation],
    "20 samples at distance 0.149 and 20 at 0.151 from four of eight centres, deviation 0.05",
  ),
  "overlapping": check(
    () => [
      [[0.25, 0], [0.4, 0], [0.6, 0], [0.75, 0], [0.9, 0], [1.1, 0], [3.4, 0], [5, 0]],
      [[0, 0], [1, 0], [4, 0]],
      0.4,
      2,
      0.25,
    ],
    "eight samples on a line, centres at 0, 1 and 4, deviation 0.4, two deviations, minimal share 0.25",
  ),
  "fresh-samples": check((random) => {
    const centers = many(5, (k) => around([10 * k, -4 * k, 3 * k], 1, random));
    const weights = [0, 0.5, 0.7, 0.99];
    const sample = () => {
      const mode = weights.filter((from) => random.uniform() >= from).length;
      const deviations = random.uniform() < 0.7 ? 1.9 * random.uniform() : 2.1 + random.uniform();
      return around(centers[mode % 5]!, 0.3 * deviations, random);
    };
    return [many(200, sample), centers, 0.3, 2, 0.0437];
  }),
};
