import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import { isRecord, judgeNumbers, judgeScalar, mean, norm, normals, seeded, shown } from "../_lib/mod.ts";

interface Features {
  readonly real: number[][];
  readonly fake: number[][];
}

// float64 and plain loops: independent of what is examined.
const means = (rows: readonly (readonly number[])[]) => rows[0]!.map((_, j) => mean(rows.map((row) => row[j]!)));
const difference = ({ real, fake }: Features) => {
  const [ofReal, ofFake] = [means(real), means(fake)];
  return ofReal.map((value, j) => value - ofFake[j]!);
};
const lossOf = (features: Features) => norm(difference(features)) ** 2;

/** By the generated features, row by row. */
function gradientOf(features: Features): number[] {
  const slope = difference(features).map((value) => -2 * value / features.fake.length);
  return features.fake.flatMap(() => slope);
}

function suspicions(features: Features) {
  const { real, fake } = features;
  const apart = difference(features);
  const sizes = apart.map(Math.abs);
  const pairs = real.length === fake.length
    ? real.map((row, i) => norm(row.map((value, j) => value - fake[i]![j]!)) ** 2)
    : [NaN];
  return [
    { says: "that is a mean over pairs of samples", value: mean(pairs) },
    { says: "that is a mean over pairs and features", value: mean(pairs) / apart.length },
    { says: "that averages over features, too, before the difference", value: mean(apart) ** 2 },
    { says: "that is the norm, not its square", value: norm(apart) },
    { says: "that is the mean over features, not the sum", value: lossOf(features) / apart.length },
    { says: "that sums absolute values", value: sizes.reduce((sum, size) => sum + size, 0) },
    { says: "that averages absolute values", value: mean(sizes) },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { real, fake } = inputs as unknown as Features;
  const realFeatures = tf.tensor2d(real);
  const loss = (fakeFeatures: unknown) => candidate.featureMatchingLoss(realFeatures, fakeFeatures);
  const result = loss(tf.tensor2d(fake));
  return { shape: result.shape, value: result.dataSync()[0] };
};

const probeGradient: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { real, fake } = inputs as unknown as Features;
  const realFeatures = tf.tensor2d(real);
  const loss = (fakeFeatures: unknown) => candidate.featureMatchingLoss(realFeatures, fakeFeatures);
  const { value, grad } = tf.valueAndGrad(loss)(tf.tensor2d(fake));
  return { shape: value.shape, value: value.dataSync()[0], gradient: [...grad.dataSync()] };
};

const inWords = ({ real, fake }: Features) =>
  `real ${shown(real)}, generated ${shown(fake)}`.replaceAll("], [", "] [").slice(0, 300);

function judgeValue(output: Json, inputs: Json): Judgement {
  const features = inputs as unknown as Features;
  return judgeScalar(output, lossOf(features), {
    tolerance: 1e-4,
    what: "the loss",
    input: inWords(features),
    suspicions: suspicions(features),
  });
}

function judgeGradient(output: Json, inputs: Json): Judgement {
  const features = inputs as unknown as Features;
  const expected = gradientOf(features);
  return judgeNumbers(isRecord(output) ? output.gradient : undefined, expected, {
    tolerance: 1e-4,
    what: "the gradient",
    input: inWords(features),
    suspicions: [{ says: "its sign is turned around", value: expected.map((slope) => -slope) }],
  });
}

const rows = (random: Parameters<CodingCheck["draw"]>[0], count: number, width: number, mean = 0) =>
  Array.from({ length: count }, () => normals(random, width, { mean }));

const fixed: Features = { real: rows(seeded(1), 6, 4, 1), fake: rows(seeded(2), 6, 4) };
const unequal: Features = { real: rows(seeded(3), 8, 3, 1), fake: rows(seeded(4), 3, 3) };

const draws = (features: Features) => () => features as unknown as Json;

export const checks: Record<string, CodingCheck> = {
  "by-hand": { draw: draws({ real: [[1, 2], [3, 4]], fake: [[0, 2], [2, 0]] }), probe, judge: judgeValue },
  "opposite-signs": { draw: draws({ real: [[1, -1]], fake: [[0, 0]] }), probe, judge: judgeValue },
  "permuted": {
    draw: draws({ ...fixed, fake: [3, 0, 5, 1, 4, 2].map((index) => fixed.fake[index]!) }),
    probe,
    judge: judgeValue,
  },
  "unequal-batches": { draw: draws(unequal), probe, judge: judgeValue },
  "gradient": { draw: draws(fixed), probe: probeGradient, judge: judgeGradient },
  "fresh-batch": {
    draw: (random) => ({ real: rows(random, 5, 3, 1), fake: rows(random, 7, 3) }),
    probe: probeGradient,
    judge(output, inputs) {
      const value = judgeValue(output, inputs);
      return value.passed ? judgeGradient(output, inputs) : value;
    },
  },
};
