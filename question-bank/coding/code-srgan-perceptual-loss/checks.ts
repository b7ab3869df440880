import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  firstFailure,
  isRecord,
  judgeNumbers,
  judgeScalar,
  mean,
  normals,
  rowsOf,
  seeded,
  shown,
  sigmoid,
  softplus,
  uniforms,
} from "../_lib/mod.ts";

interface Case {
  /** Features: the sum over the channels, or the pixels themselves, times the gain. */
  readonly features: "channel-sum" | "pixels";
  readonly gain: number;
  /** [B, 4, 4, 3] each, row by row. */
  readonly superResolved: readonly number[];
  readonly highResolution: readonly number[];
  readonly logits: readonly number[];
  /** Absent: the default. */
  readonly weight?: number;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  return (inputs as unknown as Case[]).map(({ features, gain, superResolved, highResolution, logits, weight }) => {
    const images = (values: readonly number[]) => tf.tensor4d(values, [values.length / 48, 4, 4, 3]);
    const extract = (batch: Tensor) => features === "pixels" ? batch.mul(gain) : batch.sum(3, true).mul(gain);
    const real = images(highResolution);
    const call = (made: Tensor, ofFake: Tensor) =>
      candidate.perceptualLoss(extract, made, real, ofFake, ...(weight === undefined ? [] : [weight]));
    const read = (loss: Tensor) => ({ shape: loss.shape, value: loss.dataSync()[0] });
    const given = [images(superResolved), tf.tensor2d(logits, [logits.length, 1])];
    const { content, adversarial, total } = call(given[0], given[1]);
    // A loss that is not connected to its inputs has no gradient; the other checks look at values alone.
    let gradient: number[] | null = null;
    let refused = "";
    try {
      const slopes: Tensor[] = tf.grads((made: Tensor, ofFake: Tensor) => call(made, ofFake).total)(given);
      gradient = slopes.flatMap((slope) => [...slope.dataSync()]);
    } catch (error) {
      refused = String(error).replaceAll(/\s+/g, " ");
    }
    return { content: read(content), adversarial: read(adversarial), total: read(total), gradient, refused };
  });
};

// float64 and plain loops: independent of what is examined.
const channels = 3;
const defaultWeight = 1e-3;

function featuresOf({ features, gain }: Case, image: readonly number[]): number[] {
  if (features === "pixels") return image.map((value) => gain * value);
  return rowsOf(image, channels).map((pixel) => gain * pixel.reduce((sum, value) => sum + value, 0));
}

const differences = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]!);
const square = (value: number) => value * value;

function expectedOf(each: Case) {
  const { superResolved, highResolution, logits, weight = defaultWeight } = each;
  const apart = differences(featuresOf(each, superResolved), featuresOf(each, highResolution));
  const content = mean(apart.map(square));
  const adversarial = mean(logits.map((logit) => softplus(-logit)));
  return { apart, content, adversarial, total: content + weight * adversarial };
}

/** Of the total, by the super-resolved images, then by the logits. */
function gradientOf(each: Case): number[] {
  const { features, gain, logits, weight = defaultWeight } = each;
  const { apart } = expectedOf(each);
  const slopes = apart.map((value) => 2 * gain * value / apart.length);
  const byPixel = features === "pixels" ? slopes : slopes.flatMap((slope) => Array<number>(channels).fill(slope));
  return [...byPixel, ...logits.map((logit) => -weight * sigmoid(-logit) / logits.length)];
}

const inWords = ({ features, gain, superResolved, logits, weight }: Case) =>
  `features ${shown(gain)}·${features === "pixels" ? "pixels" : "(sum over channels)"}, images [${
    superResolved.length / 48
  }, 4, 4, 3], logits ${shown(logits)}, ${weight === undefined ? "no weight given" : `weight ${shown(weight)}`}`;

function judgeValues(output: Json | undefined, each: Case): [Judgement, ...Judgement[]] {
  const got = isRecord(output) ? output : {};
  const { superResolved, highResolution, logits, weight = defaultWeight } = each;
  const { apart, content, adversarial, total } = expectedOf(each);
  const ofPixels = differences(superResolved, highResolution);
  const pixels = mean(ofPixels.map(square));
  const targetZero = mean(logits.map(softplus));
  const options = { tolerance: 1e-3, input: inWords(each) };
  return [
    judgeScalar(got.content, content, {
      ...options,
      what: "content",
      suspicions: [
        { says: "that compares pixels, not features", value: pixels },
        { says: "that takes absolute differences", value: mean(apart.map(Math.abs)) },
        { says: "that is the sum, not the mean", value: content * apart.length },
        { says: "it is weighted", value: weight * content },
        { says: "that is half of it", value: content / 2 },
        { says: "that is the root of it", value: Math.sqrt(content) },
      ],
    }),
    judgeScalar(got.adversarial, adversarial, {
      ...options,
      what: "adversarial",
      suspicions: [
        { says: "there the target is 0", value: targetZero },
        { says: "that is the saturating loss", value: -targetZero },
        { says: "it is weighted already", value: weight * adversarial },
        { says: "that is the sum over the batch, not the mean", value: adversarial * logits.length },
        { says: "its sign is turned around", value: -adversarial },
        { says: "that is the mean of the logits, not of a loss", value: -mean(logits) },
      ],
    }),
    judgeScalar(got.total, total, {
      ...options,
      // A weight of 0.001 must be told from none.
      tolerance: 5e-5,
      what: "total",
      suspicions: [
        { says: "there the content is weighted", value: weight * content + adversarial },
        { says: "there nothing is weighted", value: content + adversarial },
        { says: "there the adversarial part is missing", value: content },
        { says: "there the weight is applied twice", value: content + weight ** 2 * adversarial },
        { says: "there the default weight is used", value: content + defaultWeight * adversarial },
      ],
    }),
  ];
}

function judgeGradient(output: Json | undefined, each: Case): Judgement {
  const got = isRecord(output) ? output : {};
  const count = each.superResolved.length;
  const input = inWords(each);
  if (typeof got.refused === "string" && got.refused !== "") {
    return {
      passed: false,
      message: `Expected a gradient of total by the images and the logits, got none: ${got.refused}`,
      input,
    };
  }
  const expected = gradientOf(each);
  const slopes: readonly Json[] = Array.isArray(got.gradient) ? got.gradient : [];
  return firstFailure([
    judgeNumbers(slopes.slice(0, count), expected.slice(0, count), {
      tolerance: 1e-4,
      what: "the gradient of total by the images",
      input,
      suspicions: [{ says: "nothing of it passes through the features", value: Array<number>(count).fill(0) }],
    }),
    judgeNumbers(slopes.slice(count), expected.slice(count), {
      tolerance: 5e-5,
      what: "the gradient of total by the logits",
      input,
    }),
  ]);
}

type Judge = (output: Json | undefined, each: Case) => readonly [Judgement, ...Judgement[]];

function check(draw: (random: Random) => readonly Case[], judge: Judge): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Case[]).flatMap((each, index) => judge(results[index], each));
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

function drawn(random: Random, parts: Partial<Case>): Case {
  const image = () => normals(random, 2 * 48, { deviation: 0.5 });
  return {
    features: "channel-sum",
    gain: 2,
    superResolved: image(),
    highResolution: image(),
    logits: normals(random, 2, { mean: -1 }),
    ...parts,
  };
}

/** One channel more, another one less. */
function invisible(): Case {
  const { superResolved, ...rest } = drawn(seeded(3), { weight: 0.01 });
  const change = (pixel: readonly number[]) => [pixel[0]! + 0.5, pixel[1]! - 0.5, pixel[2]!].map(Math.fround);
  return { ...rest, superResolved: rowsOf(superResolved, channels).flatMap(change), highResolution: superResolved };
}

export const checks: Record<string, CodingCheck> = {
  "values": check(() => [drawn(seeded(1), { weight: 0.01 })], judgeValues),
  "default-weight": check(() => [drawn(seeded(2), {}), drawn(seeded(2), { weight: 0 })], judgeValues),
  "invisible": check(() => [invisible()], judgeValues),
  "gradient": check(
    () => [drawn(seeded(4), { features: "pixels", gain: 3, weight: 0.5 })],
    (output, each) => [judgeGradient(output, each)],
  ),
  "fresh-images": check((random) => {
    const [weight = 0.1, gain = 1] = [
      ...uniforms(random, 1, { from: 0.05, to: 0.8 }),
      ...uniforms(random, 1, { from: 1.5, to: 3 }),
    ];
    return [drawn(random, { weight, gain })];
  }, (output, each) => [...judgeValues(output, each), judgeGradient(output, each)]),
};
