import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumbers, normals, shown } from "../_lib/mod.ts";

interface Inputs {
  readonly latentDim: number;
  readonly classes: number;
  readonly size: number;
  /** Rows of latents, or of images. */
  readonly rows: readonly (readonly number[])[];
  /** One per row. */
  readonly labels: readonly number[];
}

type Result = { readonly shape: readonly number[]; readonly rows: readonly (readonly number[])[] };

const generate: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { latentDim, classes, size, rows, labels } = inputs as unknown as Inputs;
  const model = candidate.buildGenerator(latentDim, classes, size);
  const images = model.predict([tf.tensor2d(rows), tf.tensor2d(labels, [labels.length, 1])]);
  return { shape: images.shape, rows: images.reshape([labels.length, -1]).arraySync() };
};

const judgePairs: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { classes, size, rows, labels } = inputs as unknown as Inputs;
  const images = tf.tensor2d(rows).reshape([rows.length, size, size, 1]);
  const logits = candidate.buildDiscriminator(classes, size).predict([images, tf.tensor2d(labels, [labels.length, 1])]);
  return { shape: logits.shape, rows: logits.reshape([labels.length, -1]).arraySync() };
};

const fixed = { latentDim: 8, classes: 5, size: 16 };
const times = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => item(index));
const latent = (random: Random) => normals(random, fixed.latentDim);
const image = (random: Random, size = fixed.size) => normals(random, size * size, { deviation: 0.5 });
const range = (count: number) => times(count, (index) => index);

const withAllLabels = (images: readonly (readonly number[])[]): Partial<Inputs> => ({
  rows: images.flatMap((one) => range(fixed.classes).map(() => one)),
  labels: images.flatMap(() => range(fixed.classes)),
});

function draw(inputs: (random: Random) => Partial<Inputs>): CodingCheck["draw"] {
  return (random) => ({ ...fixed, ...inputs(random) }) as unknown as Json;
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));

/** The least difference between any two rows. */
function leastDifference(rows: readonly (readonly number[])[]): number {
  return Math.min(...rows.flatMap((row, i) => rows.slice(i + 1).map((other) => distance(row, other))));
}

function judgeDifferent(
  { says, input, least = 1e-6 }: { readonly says: string; readonly input: string; readonly least?: number },
): CodingCheck["judge"] {
  return (output) => {
    const difference = leastDifference((output as unknown as Result).rows);
    return {
      passed: difference > least,
      message: `Expected ${says}, got a least difference of ${shown(difference)} between two of them.`,
      input,
    };
  };
}

function judgeShape(output: Json, shape: readonly number[], what: string): Judgement {
  const got = output as unknown as Result;
  const isFinite = got.rows.every((row) => isNumbers(row));
  const passed = `${got.shape}` === `${shape}` && isFinite;
  const state = `${got.shape}` === `${shape}` ? "numbers that are not finite" : `shape ${shown([...got.shape])}`;
  return { passed, message: `Expected ${what} of shape ${shown([...shape])}, got ${passed ? "it" : state}.` };
}

/** Both networks in one probe: `generator` and `discriminator` hold the inputs of each. */
function both(draws: { readonly generator: CodingCheck["draw"]; readonly discriminator: CodingCheck["draw"] }) {
  const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
    const { generator, discriminator } = inputs as unknown as { generator: Inputs; discriminator: Inputs };
    const column = (labels: readonly number[]) => tf.tensor2d(labels, [labels.length, 1]);
    const result = (
      tensor: { shape: number[]; reshape(shape: number[]): { arraySync(): number[][] } },
      count: number,
    ) => ({
      shape: tensor.shape,
      rows: tensor.reshape([count, -1]).arraySync(),
    });
    const g = candidate.buildGenerator(generator.latentDim, generator.classes, generator.size);
    const d = candidate.buildDiscriminator(discriminator.classes, discriminator.size);
    const images = tf.tensor2d(discriminator.rows).reshape([-1, discriminator.size, discriminator.size, 1]);
    const [z, labels] = [tf.tensor2d(generator.rows), column(generator.labels)];
    const made = g.predict([z, labels]);
    const again = g.predict([z, labels]);
    const pairs = [images, column(discriminator.labels)];
    const logits = d.predict(pairs);
    return {
      images: result(made, generator.rows.length),
      logits: result(logits, discriminator.rows.length),
      moved: Math.max(
        made.sub(again).abs().max().dataSync()[0],
        logits.sub(d.predict(pairs)).abs().max().dataSync()[0],
      ),
    };
  };
  return {
    draw: (random: Random): Json => ({
      generator: draws.generator(random),
      discriminator: draws.discriminator(random),
    }),
    probe,
  };
}

const batch = both({
  generator: draw((random) => ({ rows: times(3, () => latent(random)), labels: [0, 4, 2] })),
  discriminator: draw((random) => ({ rows: times(3, () => image(random)), labels: [3, 0, 1] })),
});

const other = both({
  generator: draw((random) => {
    const z = latent(random);
    return { classes: 3, size: 8, rows: [z, z, z], labels: [0, 1, 2] };
  }),
  discriminator: draw((random) => {
    const one = image(random, 8);
    return { classes: 3, size: 8, rows: [one, one, one], labels: [0, 1, 2] };
  }),
});

type Both = { readonly images: Json; readonly logits: Json; readonly moved: number | null };

const examined = "five classes, images of 16×16";

export const checks: Record<string, CodingCheck> = {
  "shapes": {
    ...batch,
    judge(output) {
      const { images, logits } = output as unknown as Both;
      const judgement = judgeShape(images, [3, 16, 16, 1], "images");
      return {
        ...(judgement.passed ? judgeShape(logits, [3, 1], "logits") : judgement),
        input: `three samples, ${examined}`,
      };
    },
  },
  "range": {
    draw: draw((random) => ({
      rows: times(16, () => normals(random, fixed.latentDim, { deviation: 1e6 })),
      labels: times(16, (index) => index % 5),
    })),
    probe: generate,
    judge(output) {
      const values = (output as unknown as Result).rows.flat();
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return {
        passed: isNumbers(values) && low >= -1 && low < 0 && high <= 1,
        message: `Expected values in [-1, 1], some of them negative, got from ${shown(low)} to ${shown(high)}.`,
        input: `latents with values around ±1000000, ${examined}`,
      };
    },
  },
  "generator-uses-label": {
    draw: draw((random) => {
      const z = latent(random);
      return { rows: times(5, () => z), labels: range(5) };
    }),
    probe: generate,
    judge: judgeDifferent({
      says: "five labels to give five images",
      input: `one latent with each label, ${examined}`,
    }),
  },
  "generator-uses-latent": {
    draw: draw((random) => ({ rows: times(5, () => latent(random)), labels: times(5, () => 3) })),
    probe: generate,
    judge: judgeDifferent({
      says: "five latents to give five images",
      input: `label 3 with five latents, ${examined}`,
    }),
  },
  "deterministic": {
    ...batch,
    judge(output) {
      const { moved } = output as unknown as Both;
      return {
        passed: moved === 0,
        message: `Expected the second prediction equal to the first, got a difference of ${shown(moved)}.`,
        input: `three samples twice, ${examined}`,
      };
    },
  },
  "discriminator-uses-label": {
    draw: draw((random) => {
      const one = image(random);
      return { rows: times(5, () => one), labels: range(5) };
    }),
    probe: judgePairs,
    judge: judgeDifferent({
      says: "five labels to give five logits",
      input: `one image with each label, ${examined}`,
      least: 1e-7,
    }),
  },
  // A probability stays in [0, 1] whatever the image; a logit has either sign, and grows with it where nothing saturates.
  "logits": {
    draw: draw((random) => withAllLabels(times(6, () => image(random).map((value) => 1e4 * value)))),
    probe: judgePairs,
    judge(output) {
      const values = (output as unknown as Result).rows.flat();
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return {
        passed: isNumbers(values) && (low < 0 || high > 1),
        message: `Expected logits, some below 0 or above 1, got scores from ${shown(low)} to ${shown(high)}.`,
        input: `six images with values around ±5000, each with all labels, ${examined}`,
      };
    },
  },
  "judges-the-match": {
    draw: draw((random) => withAllLabels(times(6, () => image(random)))),
    probe: judgePairs,
    judge(output) {
      const logits = (output as unknown as Result).rows.map(([logit]) => logit!);
      const effects = times(6, (i) => range(5).map((label) => logits[5 * i + label]! - logits[5 * i]!));
      const interaction = Math.max(...effects.slice(1).map((effect) => distance(effect, effects[0]!)));
      // Rounding alone makes a difference of some 1e-7 of the logits.
      const least = Math.max(1e-6, 3e-6 * Math.max(...logits.map(Math.abs)));
      return {
        passed: isNumbers(logits) && interaction > least,
        message: `Expected the label's effect to differ by more than ${shown(least)}, got ${shown(interaction)}.`,
      };
    },
  },
  "fresh-sizes": {
    ...other,
    judge(output) {
      const { images, logits } = output as unknown as Both;
      const wrong = [judgeShape(images, [3, 8, 8, 1], "images"), judgeShape(logits, [3, 1], "logits")]
        .find(({ passed }) => !passed);
      if (wrong) return wrong;
      const differences = [images, logits].map((part) => leastDifference((part as unknown as Result).rows));
      return {
        passed: differences[0]! > 1e-6 && differences[1]! > 1e-7,
        message: `Expected three labels to give three outputs, got least differences of ${shown(differences)}.`,
      };
    },
  },
};
