import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  type Argument,
  at,
  callCheck,
  firstFailure,
  isRecord,
  judgeNumbers,
  judgeScalar,
  mean,
  normalTensor,
  rowsOf,
  seeded,
  shown,
  sigmoid,
  softplus,
  tensorBy,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

interface Play {
  readonly loss: "augmentedDiscriminatorLoss" | "augmentedGeneratorLoss";
  /** [B, 3] each, row by row. */
  readonly real: readonly number[];
  readonly fake: readonly number[];
  /** The transformation multiplies by it, the discriminator sums a row. */
  readonly factor: number;
  /** Whether the discriminator returns [B] or [B, 1]. */
  readonly isColumn: boolean;
}

const width = 3;

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  return (inputs as unknown as Play[]).map(({ loss, real, fake, factor, isColumn }) => {
    const seen: number[][] = [];
    const transform = (batch: Tensor) => {
      seen.push([...batch.dataSync()]);
      return batch.mul(factor);
    };
    const discriminator = (batch: Tensor) => batch.sum(-1, isColumn);
    const batches = [real, fake].map((values) => tf.tensor2d(values, [values.length / 3, 3]));
    const isOfGenerator = loss === "augmentedGeneratorLoss";
    const call = (...given: Tensor[]) =>
      isOfGenerator
        ? candidate.augmentedGeneratorLoss(discriminator, given[0], transform)
        : candidate.augmentedDiscriminatorLoss(discriminator, given[0], given[1], transform);
    const given = isOfGenerator ? [batches[1]] : batches;
    const value = call(...given);
    const result = { shape: value.shape, value: value.dataSync()[0], seen: [...seen] };
    const gradient: number[] = tf.grads(call)(given).flatMap((slope: Tensor) => [...slope.dataSync()]);
    return { ...result, gradient };
  });
};

// float64 and plain loops: independent of what is examined.
const score = (row: readonly number[], factor: number) => factor * row.reduce((sum, value) => sum + value, 0);

function scores({ real, fake }: Play, factors: readonly [number, number]) {
  return [real, fake].map((values, k) => rowsOf(values, width).map((row) => score(row, factors[k]!))) as [
    number[],
    number[],
  ];
}

function lossOf(play: Play, factors: readonly [number, number] = [play.factor, play.factor]): number {
  const [real, fake] = scores(play, factors);
  if (play.loss === "augmentedGeneratorLoss") return mean(fake.map((l) => softplus(-l)));
  return mean(real.map((l) => softplus(-l))) + mean(fake.map((l) => softplus(l)));
}

/** By the generated samples; in the discriminator's loss by the real ones first. */
function gradientOf(play: Play): number[] {
  const { factor, loss } = play;
  const [real, fake] = scores(play, [factor, factor]);
  const spread = (slopes: number[]) =>
    slopes.flatMap((slope) => Array<number>(width).fill(slope * factor / slopes.length));
  const isOfGenerator = loss === "augmentedGeneratorLoss";
  const ofFake = spread(fake.map((l) => isOfGenerator ? -sigmoid(-l) : sigmoid(l)));
  return isOfGenerator ? ofFake : [...spread(real.map((l) => -sigmoid(-l))), ...ofFake];
}

const inWords = ({ real, fake, factor, loss }: Play) =>
  `${loss === "augmentedGeneratorLoss" ? "" : `real ${shown(real)}, `}generated ${shown(fake)}, T multiplies by ${
    shown(factor)
  }, D sums each row`;

function judgeValue(output: Json, play: Play): Judgement {
  const { factor, loss } = play;
  const isOfGenerator = loss === "augmentedGeneratorLoss";
  const [real, fake] = scores(play, [factor, factor]);
  return judgeScalar(output, lossOf(play), {
    tolerance: 1e-3,
    what: loss,
    input: inWords(play),
    suspicions: isOfGenerator
      ? [
        { says: "there the samples are not transformed", value: lossOf(play, [1, 1]) },
        { says: "there they are transformed twice", value: lossOf(play, [factor ** 2, factor ** 2]) },
        { says: "that is the saturating loss", value: -mean(fake.map(softplus)) },
        { says: "there the target is 0", value: mean(fake.map(softplus)) },
      ]
      : [
        { says: "there only the real samples are transformed", value: lossOf(play, [factor, 1]) },
        { says: "there only the generated samples are transformed", value: lossOf(play, [1, factor]) },
        { says: "there nothing is transformed", value: lossOf(play, [1, 1]) },
        {
          says: "there the targets are exchanged",
          value: mean(real.map(softplus)) + mean(fake.map((l) => softplus(-l))),
        },
        { says: "that is the mean of the two, not their sum", value: lossOf(play) / 2 },
      ],
  });
}

function judgeCalls(output: Json, play: Play): Judgement {
  const { loss, real, fake } = play;
  const seen = isRecord(output) && Array.isArray(output.seen) ? output.seen as unknown as number[][] : [];
  const expected = loss === "augmentedGeneratorLoss" ? [fake] : [real, fake];
  const texts = (lists: readonly (readonly number[])[]) => lists.map((list) => list.join()).toSorted().join(";");
  const name = (list: readonly number[]) =>
    list.join() === real.join() ? "real" : list.join() === fake.join() ? "generated" : "another batch";
  return {
    passed: texts(seen) === texts(expected),
    message: `Expected T to be called with ${expected.map(name).join(" and ")}, got ${
      seen.length === 0 ? "no call" : seen.map(name).join(", ")
    }.`,
    input: inWords(play),
  };
}

function judgeGradient(output: Json, play: Play): Judgement {
  const expected = gradientOf(play);
  return judgeNumbers(isRecord(output) ? output.gradient : undefined, expected, {
    tolerance: 1e-3,
    what: `the gradient of ${play.loss}`,
    input: inWords(play),
    suspicions: [
      { says: "its sign is turned around", value: expected.map((slope) => -slope) },
      { says: "it does not pass through T", value: expected.map((slope) => slope / play.factor) },
      {
        says: "that is the gradient of a sum, not of a mean",
        value: expected.map((slope) => slope * play.fake.length / width),
      },
    ],
  });
}

type Judge = (output: Json, play: Play) => Judgement;

function losses(draw: (random: Random) => readonly Play[], ...judges: readonly Judge[]): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Play[]).flatMap((play, index) =>
        judges.map((judge) => judge(results[index], play))
      );
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

function batches(random: Random, [ofReal, ofFake]: readonly [number, number]) {
  return { real: normalTensor(random, [ofReal, width]).values, fake: normalTensor(random, [ofFake, width]).values };
}

const moved =
  (right: (dx: number) => number, down: (dy: number) => number, isWrapped = false) => (args: readonly Argument[]) => {
    const [images, dx, dy] = args as [TensorData, number, number];
    const [, height, columns] = images.shape as [number, number, number];
    const wrap = (index: number, size: number) => isWrapped ? (index + size) % size : index;
    const result = tensorBy(images.shape, (b, i, j, c) => {
      const row = wrap(i! - down(dy), height);
      const column = wrap(j! - right(dx), columns);
      return row < 0 || row >= height || column < 0 || column >= columns ? 0 : at(images, b!, row, column, c!);
    });
    return { result };
  };
const same = (by: number) => by;
const opposite = (by: number) => -by;

function shift(
  draw: (random: Random) => readonly [TensorData, number, number],
  { isDifferentiated = false, tolerance = 0 } = {},
): CodingCheck {
  return callCheck({
    name: "shiftWithZeros",
    draw,
    expect: moved(same, same),
    tolerance,
    ...(isDifferentiated ? { gradientBy: [0] } : {}),
    mistakes: [
      { says: "what leaves comes in again at the other side", expect: moved(same, same, true) },
      { says: "it moves to the other side", expect: moved(opposite, same) },
      { says: "it moves up where it should move down, and down for up", expect: moved(same, opposite) },
      { says: "it moves in the opposite direction", expect: moved(opposite, opposite) },
      {
        says: "dx and dy are exchanged",
        expect: ([images, dx, dy]) => moved(same, same)([images!, dy!, dx!]),
      },
      { says: "it stays where it was", expect: ([images]) => ({ result: images as TensorData }) },
    ],
  });
}

const ramp: TensorData = { shape: [1, 3, 3, 1], values: [1, 2, 3, 4, 5, 6, 7, 8, 9] };

export const checks: Record<string, CodingCheck> = {
  "discriminator-loss": losses(
    () => [{ loss: "augmentedDiscriminatorLoss", ...batches(seeded(1), [2, 2]), factor: 3, isColumn: true }],
    judgeCalls,
    judgeValue,
  ),
  "generator-loss": losses(
    () => [{ loss: "augmentedGeneratorLoss", ...batches(seeded(2), [2, 2]), factor: 3, isColumn: false }],
    judgeCalls,
    judgeValue,
  ),
  "gradient": losses(
    () => [{ loss: "augmentedGeneratorLoss", real: [1, 1, 1], fake: [0, 0, 0], factor: 3, isColumn: true }],
    judgeGradient,
  ),
  "shift-right": shift(() => [ramp, 1, 0]),
  "shift-up": shift(() => [ramp, 0, -1]),
  "shift-gradient": shift(() => [normalTensor(seeded(3), [2, 3, 4, 2]), -1, 2], { isDifferentiated: true }),
  "fresh-batches": losses(
    (random) => {
      const [factor = 2] = uniforms(random, 1, { from: 1.5, to: 3 });
      return [
        { loss: "augmentedDiscriminatorLoss", ...batches(random, [4, 3]), factor, isColumn: false },
        { loss: "augmentedGeneratorLoss", ...batches(random, [4, 3]), factor, isColumn: true },
      ];
    },
    judgeCalls,
    judgeValue,
    judgeGradient,
  ),
  "fresh-shift": shift((random) => {
    const within = (most: number) => Math.floor(random.uniform() * (2 * most + 1)) - most;
    return [normalTensor(random, [3, 4, 5, 2]), within(3), within(2)];
  }),
};
