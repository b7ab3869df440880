import type { CodingCheck, Json, Random } from "../../mod.ts";
import {
  type Argument,
  at,
  callCheck,
  everyCall,
  firstFailure,
  judgeTensor,
  normalTensor,
  type Parts,
  seeded,
  tensorBy,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const zip = (a: TensorData, b: TensorData, of: (x: number, y: number) => number): TensorData => ({
  shape: a.shape,
  values: a.values.map((value, index) => of(value, b.values[index]!)),
});
const blend = (before: TensorData, after: TensorData, alpha: number) =>
  zip(before, after, (x, y) => alpha * y + (1 - alpha) * x);

const upsampled = (low: TensorData): TensorData => {
  const [batch, height, width, channels] = low.shape as [number, number, number, number];
  const pixel = (b: number, y: number, x: number, c: number) => at(low, b, Math.floor(y / 2), Math.floor(x / 2), c);
  return tensorBy([batch, 2 * height, 2 * width, channels], pixel as (...index: number[]) => number);
};

/** Of every block of 2 × 2 pixels. */
const reduced = (image: TensorData, of: (...pixels: number[]) => number): TensorData => {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const block = (b: number, y: number, x: number, c: number) =>
    of(...[0, 1].flatMap((dy) => [0, 1].map((dx) => at(image, b, 2 * y + dy, 2 * x + dx, c))));
  return tensorBy([batch, height / 2, width / 2, channels], block as (...index: number[]) => number);
};

type Blend = (low: TensorData, high: TensorData, alpha: number) => TensorData;
const expectBy = (of: Blend) => (args: readonly Argument[]): Parts => ({
  result: of(...(args as [TensorData, TensorData, number])),
});
const right: Blend = (low, high, alpha) => blend(upsampled(low), high, alpha);

const pictures = (draw: (random: Random) => [TensorData, TensorData, number], input?: string): CodingCheck =>
  callCheck({
    name: "fadeIn",
    draw,
    expect: expectBy(right),
    tolerance: 1e-4,
    mistakes: [
      { says: "alpha weighs the old picture", expect: expectBy((low, high, alpha) => right(low, high, 1 - alpha)) },
      {
        says: "the old picture is added with its full weight",
        expect: expectBy((low, high, alpha) => zip(upsampled(low), high, (x, y) => x + alpha * y)),
      },
      {
        says: "both pictures are added",
        expect: expectBy((low, high) => zip(upsampled(low), high, (x, y) => x + y)),
      },
      {
        says: "that is a switch, not a blend",
        expect: expectBy((low, high, alpha) => alpha < 0.5 ? upsampled(low) : high),
      },
    ],
    ...(input === undefined ? {} : { input }),
  });

interface Image {
  readonly image: TensorData;
  readonly alphas: readonly number[];
  /** [C, K]: the paths are the mean over the picture of x² times this, and 2 times that of x times this. */
  readonly weights: TensorData;
}

const probeDiscriminator: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { image, alphas, weights } = inputs as unknown as Image;
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const column = tf.tensor(weights.values, weights.shape);
  const heights: number[] = [];
  const path = (of: (x: Tensor) => Tensor) => (x: Tensor) => {
    heights.push(x.shape[1]);
    return tf.matMul(of(x).mean([1, 2]), column);
  };
  return alphas.map((alpha) => {
    const low = path((x: Tensor) => tf.square(x));
    const high = path((x: Tensor) => tf.mul(x, 2));
    const result = candidate.discriminatorFadeIn(tf.tensor(image.values, image.shape), low, high, alpha);
    return { shape: result.shape, values: [...result.dataSync()] };
  });
};

function scores(of: TensorData, weights: TensorData, entry: (value: number) => number): TensorData {
  const [batch, height, width, channels] = of.shape as [number, number, number, number];
  const size = height * width * channels;
  return tensorBy([batch, weights.shape[1]!], (...[b, k]) =>
    of.values.slice(b! * size, (b! + 1) * size)
      .reduce((sum, value, index) => sum + entry(value) * at(weights, index % channels, k!), 0) / (height * width));
}

const average = (...pixels: number[]) => pixels.reduce((sum, pixel) => sum + pixel, 0) / 4;

function discriminator(draw: (random: Random) => Image): CodingCheck {
  const scored = ({ image, weights }: Image, alpha: number, down = reduced(image, average)) =>
    blend(scores(down, weights, (x) => x * x), scores(image, weights, (x) => 2 * x), alpha);
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe: probeDiscriminator,
    judge(output, inputs) {
      const given = inputs as unknown as Image;
      const got = Array.isArray(output) ? output : [];
      const each = given.alphas.map((alpha, index) =>
        judgeTensor(got[index], scored(given, alpha), {
          tolerance: 1e-4,
          what: "the result",
          input: `an image of shape [${given.image.shape.join(", ")}], the mean of x² as old and of 2x as new path, ` +
            `alpha ${alpha}`,
          mistakes: [
            { says: "alpha weighs the old path", value: () => scored(given, 1 - alpha) },
            {
              says: "blocks gave their maximum, not their mean",
              value: () => scored(given, alpha, reduced(given.image, Math.max)),
            },
            {
              says: "blocks gave one of their pixels",
              value: () => scored(given, alpha, reduced(given.image, (x) => x!)),
            },
            {
              says: "blocks gave their sum, not their mean",
              value: () => scored(given, alpha, reduced(given.image, (...p) => 4 * average(...p))),
            },
            { says: "the old path read the picture in full size", value: () => scored(given, alpha, given.image) },
          ],
        })
      );
      return firstFailure([each[0]!, ...each.slice(1)]);
    },
  };
}

const fixed = seeded(1);
const [low, high] = [normalTensor(fixed, [2, 4, 4, 3]), normalTensor(fixed, [2, 8, 8, 3])];
const within = (random: Random, shape: readonly number[]): TensorData => ({
  shape,
  values: uniforms(random, shape.reduce((product, size) => product * size, 1), { from: -1, to: 1 }),
});
const [lowWithin, highWithin] = [within(fixed, [2, 4, 4, 3]), within(fixed, [2, 8, 8, 3])];
const constant = (shape: readonly number[], value: number) => tensorBy(shape, () => value);

export const checks: Record<string, CodingCheck> = {
  "ends": everyCall([
    pictures(() => [low, high, 0], "pictures [2, 4, 4, 3] and [2, 8, 8, 3], alpha 0"),
    pictures(() => [low, high, 1], "pictures [2, 4, 4, 3] and [2, 8, 8, 3], alpha 1"),
  ]),
  "blend": pictures(
    () => [constant([2, 4, 4, 3], 1), constant([2, 8, 8, 3], 5), 0.25],
    "an old picture of ones, a new one of fives, alpha 0.25",
  ),
  "range": pictures(() => [lowWithin, highWithin, 0.4], "pictures with values in [−1, 1], alpha 0.4"),
  "discriminator": discriminator(() => ({
    image: high,
    alphas: [0, 0.5, 1],
    weights: { shape: [3, 1], values: [1, 1, 1] },
  })),
  "fresh-pictures": pictures((random) => [
    normalTensor(random, [1, 3, 2, 2]),
    normalTensor(random, [1, 6, 4, 2]),
    uniforms(random, 1, { from: 0.1, to: 0.4 })[0]!,
  ]),
  "fresh-discriminator": discriminator((random) => ({
    image: normalTensor(random, [3, 6, 4, 2]),
    alphas: uniforms(random, 2, { from: 0.1, to: 0.4 }),
    weights: normalTensor(random, [2, 3]),
  })),
};
