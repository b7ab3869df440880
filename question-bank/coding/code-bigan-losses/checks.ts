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
  /** [B, 3] */
  readonly images: readonly number[];
  /** [B, 2] */
  readonly encoded: readonly number[];
  readonly generated: readonly number[];
  readonly noise: readonly number[];
  /** D(x, z) = ofImage · sum x + ofCode · sum z. */
  readonly ofImage: number;
  readonly ofCode: number;
  readonly isColumn: boolean;
}

const imageWidth = 3;
const codeWidth = 2;

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { images, encoded, generated, noise, ofImage, ofCode, isColumn } = inputs as unknown as Case;
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const discriminator = (image: Tensor, code: Tensor) =>
    image.sum(1, isColumn).mul(ofImage).add(code.sum(1, isColumn).mul(ofCode));
  const batch = images.length / 3;
  const given = [
    tf.tensor2d(images, [batch, 3]),
    tf.tensor2d(encoded, [batch, 2]),
    tf.tensor2d(generated, [batch, 3]),
    tf.tensor2d(noise, [batch, 2]),
  ];
  const losses = candidate.biganLosses(discriminator, ...given);
  const read = (name: string) => {
    // Without a connection to its inputs a loss has no gradient; the other checks look at values alone.
    let gradient: number[] | null = null;
    let refused = "";
    try {
      const slopes: Tensor[] = tf.grads((...all: Tensor[]) => candidate.biganLosses(discriminator, ...all)[name])(
        given,
      );
      gradient = slopes.flatMap((slope) => [...slope.dataSync()]);
    } catch (error) {
      refused = String(error).replaceAll(/\s+/g, " ");
    }
    return { shape: losses[name].shape, value: losses[name].dataSync()[0], gradient, refused };
  };
  return { discriminatorLoss: read("discriminatorLoss"), generatorEncoderLoss: read("generatorEncoderLoss") };
};

// float64 and plain loops: independent of what is examined.
const total = (row: readonly number[]) => row.reduce((sum, value) => sum + value, 0);

function scores({ ofImage, ofCode }: Case, images: readonly number[], codes: readonly number[]): number[] {
  const ofCodes = rowsOf(codes, codeWidth).map(total);
  return rowsOf(images, imageWidth).map((row, i) => ofImage * total(row) + ofCode * ofCodes[i]!);
}

const real = (logits: readonly number[]) => mean(logits.map((logit) => softplus(-logit)));
const made = (logits: readonly number[]) => mean(logits.map(softplus));
const names = ["discriminatorLoss", "generatorEncoderLoss"] as const;
type Name = typeof names[number];

function expectedOf(each: Case, name: Name): number {
  const [ofEncoder, ofGenerator] = [scores(each, each.images, each.encoded), scores(each, each.generated, each.noise)];
  return name === "discriminatorLoss" ? real(ofEncoder) + made(ofGenerator) : made(ofEncoder) + real(ofGenerator);
}

/** By images, their codes, generated images and noise, one after the other. */
function gradientOf(each: Case, name: Name): number[] {
  const sign = name === "discriminatorLoss" ? 1 : -1;
  const slopes = (logits: readonly number[], isReal: boolean) =>
    logits.map((logit) => (isReal ? -sigmoid(-logit) : sigmoid(logit)) / logits.length);
  const ofEncoder = slopes(scores(each, each.images, each.encoded), sign > 0);
  const ofGenerator = slopes(scores(each, each.generated, each.noise), sign < 0);
  const spread = (values: readonly number[], factor: number, width: number) =>
    values.flatMap((value) => Array<number>(width).fill(value * factor));
  return [
    ...spread(ofEncoder, each.ofImage, imageWidth),
    ...spread(ofEncoder, each.ofCode, codeWidth),
    ...spread(ofGenerator, each.ofImage, imageWidth),
    ...spread(ofGenerator, each.ofCode, codeWidth),
  ];
}

const inWords = ({ images, encoded, generated, noise, ofImage, ofCode }: Case) =>
  `D(x, z) = ${shown(ofImage)}·(sum of x) ${ofCode < 0 ? "−" : "+"} ${shown(Math.abs(ofCode))}·(sum of z), x ${
    shown(images)
  }, E(x) ${shown(encoded)}, G(z) ${shown(generated)}, z ${shown(noise)}`;

function judgeValues(output: Json, each: Case): [Judgement, ...Judgement[]] {
  const { images, encoded, generated, noise } = each;
  const [ofEncoder, ofGenerator] = [scores(each, images, encoded), scores(each, generated, noise)];
  const mixed = [scores(each, images, noise), scores(each, generated, encoded)] as const;
  return names.map((name) => {
    const isOfD = name === "discriminatorLoss";
    const other = expectedOf(each, isOfD ? "generatorEncoderLoss" : "discriminatorLoss");
    return judgeScalar(isRecord(output) ? output[name] : undefined, expectedOf(each, name), {
      tolerance: 1e-3,
      what: name,
      input: inWords(each),
      suspicions: [
        {
          says: "there images and codes are paired the wrong way",
          value: isOfD ? real(mixed[0]) + made(mixed[1]) : made(mixed[0]) + real(mixed[1]),
        },
        { says: "there the targets are exchanged", value: other },
        { says: "that is minus the discriminator's loss, which is the saturating one", value: -other },
        { says: "that is the generator's half alone", value: isOfD ? made(ofGenerator) : real(ofGenerator) },
        { says: "that is the encoder's half alone", value: isOfD ? real(ofEncoder) : made(ofEncoder) },
        { says: "that is the mean of the two, not their sum", value: expectedOf(each, name) / 2 },
        { says: "there both kinds of pairs have target 1", value: real(ofEncoder) + real(ofGenerator) },
        { says: "that is the sum over the batch, not the mean", value: expectedOf(each, name) * ofEncoder.length },
      ],
    });
  }) as [Judgement, Judgement];
}

function judgeGradients(output: Json, each: Case): [Judgement, ...Judgement[]] {
  const input = inWords(each);
  return names.map((name) => {
    const got = isRecord(output) ? output[name] : undefined;
    if (isRecord(got) && typeof got.refused === "string" && got.refused !== "") {
      return {
        passed: false,
        message: `Expected a gradient of ${name} by all four batches, got none: ${got.refused}`,
        input,
      };
    }
    return judgeNumbers(isRecord(got) ? got.gradient : undefined, gradientOf(each, name), {
      tolerance: 1e-3,
      what: `the gradient of ${name} by x, E(x), G(z) and z`,
      input,
    });
  }) as [Judgement, Judgement];
}

type Judge = (output: Json, each: Case) => readonly [Judgement, ...Judgement[]];

function check(draw: (random: Random) => Case, judge: Judge): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge: (output, inputs) => firstFailure(judge(output, inputs as unknown as Case)),
  };
}

function drawn(random: Random, parts: Partial<Case>): Case {
  const batch = 4;
  return {
    images: normals(random, batch * imageWidth),
    encoded: normals(random, batch * codeWidth),
    generated: normals(random, batch * imageWidth, { mean: 0.5 }),
    noise: normals(random, batch * codeWidth),
    ofImage: 1,
    ofCode: -2,
    isColumn: true,
    ...parts,
  };
}

export const checks: Record<string, CodingCheck> = {
  "by-hand": check(
    () => drawn(seeded(1), { images: [1, 0, 1], encoded: [0.5, 0], generated: [0, -1, 0], noise: [0.25, 0.5] }),
    judgeValues,
  ),
  "batches": check(() => drawn(seeded(2), { isColumn: false }), judgeValues),
  "gradient": check(() => drawn(seeded(3), {}), judgeGradients),
  "fresh-batches": check((random) => {
    const [ofImage = 1, ofCode = 1] = [
      ...uniforms(random, 1, { from: 0.5, to: 1.5 }),
      ...uniforms(random, 1, { from: -2.5, to: -0.5 }),
    ];
    return drawn(random, { ofImage, ofCode });
  }, (output, each) => [...judgeValues(output, each), ...judgeGradients(output, each)]),
};
