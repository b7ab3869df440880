import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { modeCoverage, toSamples } from "../../../kernels/statistics/mod.ts";
import { cloud, distance, isNumber, isNumbers, isRecord, lossPlots, median, shown } from "../_lib/mod.ts";

interface Training {
  readonly centers: readonly (readonly number[])[];
  readonly steps: number;
  /** Tried in turn until the points are good enough. */
  readonly seeds: readonly number[];
  /** Of `sampleReal`. */
  readonly dataSeed: number;
  readonly latentSeed: number;
  readonly count: number;
  /** What is enough for no other seed to be tried; none when left out. */
  readonly asked?: { readonly modes: number; readonly quality: number };
}

const [deviation, radius, batchSize] = [0.1, 2, 64];
const asked = { modes: 7, quality: 0.3 };

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs, report }) => {
  const { centers, steps, seeds, dataSeed, latentSeed, count, asked } = inputs as unknown as Training;
  let state = dataSeed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  let calls = 0;
  const sampleReal = (count: number) => {
    calls++;
    const points = Array.from({ length: count }, () => {
      const [x, y] = centers[Math.floor(centers.length * uniform())]!;
      return [x! + 0.1 * normal(), y! + 0.1 * normal()];
    });
    return tf.tensor2d(points, [count, 2]);
  };
  const train = (seed: number) => {
    const told: { steps: number[]; losses: { [name: string]: (number | null)[] } } = { steps: [], losses: {} };
    const listen = (step: number, losses: { [name: string]: number }) => {
      report(step, losses);
      // Every tenth will do for a curve.
      if (typeof step !== "number" || step % 10 !== 0 || told.steps.length >= 500) return;
      told.steps.push(step);
      for (const name of Object.keys(losses).slice(0, 4)) {
        const values = told.losses[name] ??= [];
        while (values.length < told.steps.length - 1) values.push(null);
        values.push(Number(losses[name]));
      }
    };
    calls = 0;
    const { generate } = candidate.trainRingGan({ sampleReal, steps, batchSize: 64, seed, report: listen });
    const whileTraining = calls;
    const latents = tf.randomNormal([count, 4], 0, 1, "float32", latentSeed);
    const moved = latents.add(tf.randomNormal([count, 4], 0, 0.001, "float32", latentSeed + 1));
    const other = tf.randomNormal([count, 4], 0, 1, "float32", latentSeed + 2);
    const read = (z: unknown) => {
      const points = generate(z);
      return { shape: points.shape, rows: points.arraySync() };
    };
    // Around a circle through latent space, in steps so small that a network's points follow; where they jump most, once more, in
    // steps a thousand times smaller. A jump that is left is one of the function, not of the steps.
    const places = 1000;
    const [first, second] = [latents.slice([0, 0], [1, 4]), other.slice([0, 0], [1, 4])];
    const jumpOn = (from: number, to: number) => {
      const angles = tf.linspace(from, to, places + 1).expandDims(1);
      const walked: number[][] = generate(angles.cos().mul(first).add(angles.sin().mul(second))).arraySync();
      const jumps = walked.slice(1).map(([x, y], i) => Math.hypot(x! - walked[i]![0]!, y! - walked[i]![1]!));
      const most = jumps.reduce((best, jump, i) => jump > jumps[best]! ? i : best, 0);
      return { jump: jumps[most]!, at: from + (to - from) * most / places };
    };
    const wide = jumpOn(0, 2 * Math.PI);
    const { jump } = jumpOn(wide.at, wide.at + 2 * Math.PI / places);
    const [points, again, nearby, others] = [read(latents), read(latents), read(moved), read(other)];
    return { points, again, nearby, others, jump, whileTraining, afterwards: calls - whileTraining, told };
  };
  const isGood = (points: number[][]) => {
    const counts = centers.map(() => 0);
    for (const [x, y] of points) {
      const away = centers.map(([a, b]) => Math.hypot(x! - a!, y! - b!));
      const nearest = away.indexOf(Math.min(...away));
      if (away[nearest]! <= 0.3) counts[nearest]!++;
    }
    const good = counts.reduce((sum, count) => sum + count, 0) / points.length;
    return counts.filter((count) => count >= 0.01 * points.length).length >= asked!.modes && good >= asked!.quality;
  };
  let trained;
  for (const seed of seeds) {
    trained = train(seed);
    if (!asked || isGood(trained.points.rows)) break;
  }
  return trained!;
};

interface Points {
  readonly shape: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

interface Trained {
  readonly points: Points;
  readonly again: Points;
  readonly nearby: Points;
  readonly others: Points;
  /** How far apart the points of latents are that are a few millionths apart. */
  readonly jump: number | null;
  readonly whileTraining: number;
  readonly afterwards: number;
  readonly told: Json;
}

function ring(random: Random): number[][] {
  const turn = 2 * Math.PI * random.uniform();
  return Array.from({ length: 8 }, (_, k) => {
    const angle = turn + 2 * Math.PI * k / 8;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const seedOf = (random: Random) => 1 + Math.floor(1e6 * random.uniform());

function draw(random: Random, parts: Pick<Training, "steps" | "seeds" | "count"> & Partial<Training>): Json {
  const training = { centers: ring(random), dataSeed: seedOf(random), latentSeed: seedOf(random), ...parts };
  return training as unknown as Json;
}

const inWords = ({ steps, seeds }: Training) =>
  `${steps} rounds with batches of ${batchSize}, seed ${seeds.join(" or ")}`;

function judge(judgement: (trained: Trained, training: Training) => Judgement): CodingCheck["judge"] {
  return (output, inputs) => {
    const training = inputs as unknown as Training;
    const input = inWords(training);
    const got = isRecord(output) ? output : {};
    const isWhole = [got.points, got.again, got.nearby, got.others].every((points) =>
      isRecord(points) && JSON.stringify(points.shape) === JSON.stringify([training.count, 2]) &&
      Array.isArray(points.rows) && points.rows.every((row) => isNumbers(row, 2))
    );
    if (!isWhole || !isNumber(got.whileTraining) || !isNumber(got.afterwards)) {
      const message = `Expected ${training.count} points of two finite numbers, got others.`;
      return { passed: false, message, input };
    }
    return { ...judgement(output as unknown as Trained, training), input };
  };
}

/** How far apart the points of two lists lie, in the middle. */
const apart = (a: Points, b: Points) => median(a.rows.map((row, i) => distance(row, b.rows[i]!)));

function judgeGenerator({ points, again, nearby, others, jump, whileTraining, afterwards }: Trained): Judgement {
  const changed = Math.max(...points.rows.map((row, i) => distance(row, again.rows[i]!)));
  const faults: readonly (readonly [boolean, string])[] = [
    [whileTraining > 0, "Expected sampleReal to be called during training, got no call."],
    [afterwards === 0, `Expected no call of sampleReal by generate, got ${afterwards}.`],
    [changed <= 1e-6, `Expected equal points for equal latents, got some that are ${shown(changed)} apart.`],
    [
      apart(points, others) > 1e-3,
      `Expected other points for other latents, got a median distance of ${shown(apart(points, others))}.`,
    ],
    [
      apart(points, nearby) < 0.1,
      `Expected near points for latents moved by 0.001, got a median distance of ${shown(apart(points, nearby))}.`,
    ],
    // A network passes on the least step of its input; what looks stored points up stays where it is.
    [
      apart(points, nearby) > 1e-6,
      `Expected points that move with their latents, got a median of ${
        shown(apart(points, nearby))
      } for latents moved by 0.001.`,
    ],
    [
      isNumber(jump) && jump < 0.05,
      `Expected a point that moves without a jump as its latent moves, got one of ${shown(jump)} at a single place.`,
    ],
  ];
  const fault = faults.find(([holds]) => !holds);
  return {
    passed: fault === undefined,
    message: fault?.[1] ?? "The generator is a continuous function of its latents.",
  };
}

function judgeModes(trained: Trained, { centers }: Training): Judgement {
  const { points, told } = trained;
  const shareMin = 0.01 * centers.length;
  const { covered, quality } = modeCoverage(toSamples(points.rows), toSamples(centers), {
    radius: 3 * deviation,
    shareMin,
  });
  const plots = [
    ...lossPlots(told, { id: "losses", title: "Losses" }),
    {
      id: "points",
      title: "Generated points and the centres",
      kind: "scatter",
      xLabel: "x",
      yLabel: "y",
      series: [cloud("generated", points.rows.slice(0, 1000)), cloud("centres", centers)],
    },
  ] as const;
  const isReached = covered >= asked.modes && quality >= asked.quality;
  const generator = judgeGenerator(trained);
  if (isReached && !generator.passed) return { ...generator, plots };
  return {
    passed: isReached,
    message:
      `Expected ${asked.modes} of 8 modes or more and a share of ${asked.quality} of good points, got ${covered} and ${
        shown(quality)
      }.`,
    plots,
  };
}

export const checks: Record<string, CodingCheck> = {
  "generator": {
    draw: (random) => draw(random, { steps: 60, seeds: [1], count: 500 }),
    probe,
    judge: judge(judgeGenerator),
  },
  "modes": {
    draw: (random) => draw(random, { steps: 2000, seeds: [1, 2], count: 2000, asked }),
    probe,
    judge: judge(judgeModes),
  },
  "fresh-generator": {
    draw: (random) => draw(random, { steps: 60, seeds: [seedOf(random) % 1000], count: 300 }),
    probe,
    judge: judge(judgeGenerator),
  },
};
