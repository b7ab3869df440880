import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { firstFailure, isRecord, judgeTensor, mean, type TensorData, uniforms } from "../_lib/mod.ts";

interface Case {
  readonly call: "toModelRange" | "toPixels" | "both";
  readonly images: TensorData;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) =>
  (inputs as unknown as Case[]).map(({ call, images }) => {
    const given = tf.tensor(images.values, images.shape, images.dtype);
    const result = call === "both" ? candidate.toPixels(candidate.toModelRange(given)) : candidate[call](given);
    const isKept = images.values.every((value, i) => value === given.dataSync()[i]);
    return { shape: result.shape, dtype: result.dtype, values: [...result.dataSync()], isKept };
  });

// float64 and plain loops: independent of what is examined.
const clamped = (value: number) => Math.min(255, Math.max(0, value));
const toRange = (pixel: number) => pixel / 127.5 - 1;
const unclamped = (value: number) => Math.round((value + 1) * 127.5);
const toPixel = (value: number) => clamped(unclamped(value));
/** What a cast to a byte makes of it. */
const wrapped = (value: number) => ((value % 256) + 256) % 256;

const right: Record<Case["call"], (value: number) => number> = {
  toModelRange: toRange,
  toPixels: toPixel,
  both: (pixel) => pixel,
};

function suspicions({ call, images: { values } }: Case): { says: string; values: number[] }[] {
  const [least, most, middle] = [Math.min(...values), Math.max(...values), mean(values)];
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  const each = (says: string, of: (value: number) => number) => ({ says, values: values.map(of) });
  switch (call) {
    case "toModelRange":
      return [
        each("that is the range [0, 1]", (x) => x / 255),
        each("255 is not 1 if 128 is subtracted and divided by", (x) => (x - 128) / 128),
        each("255 is not 1 if one divides by 128", (x) => x / 128 - 1),
        each("those are standardised, zero mean and unit deviation", (x) => (x - middle) / deviation),
        each("that is the range of this batch, not of pixels", (x) => 2 * (x - least) / (most - least) - 1),
        each("those are the pixels less 127.5", (x) => x - 127.5),
      ];
    case "toPixels":
      return [
        each("that is not clamped", unclamped),
        each("what is outside wrapped around", (x) => wrapped(unclamped(x))),
        each("that is cut off, not rounded", (x) => clamped(Math.floor((x + 1) * 127.5))),
        each("that takes the values to be in [0, 1]", (x) => clamped(Math.round(x * 255))),
        each("that multiplies by 128", (x) => clamped(Math.round((x + 1) * 128))),
        each("that multiplies by 127", (x) => clamped(Math.round((x + 1) * 127))),
      ];
    case "both":
      return [];
    default:
      return call satisfies never;
  }
}

function judgeCase(got: Json | undefined, each: Case): Judgement {
  const { call, images } = each;
  const dtype = call === "toModelRange" ? "float32" : "int32";
  const name = call === "both" ? "toPixels(toModelRange(x))" : call;
  if (isRecord(got) && got.dtype !== dtype) {
    return { passed: false, message: `Expected ${name} to be of type ${dtype}, got ${String(got.dtype)}.` };
  }
  const judgement = judgeTensor(got, { shape: images.shape, values: images.values.map(right[call]) }, {
    tolerance: call === "toModelRange" ? 1e-5 : 0,
    what: name,
    ...(images.values.length <= 8 ? { input: `values ${images.values.join(", ")}` } : {}),
    mistakes: suspicions(each).map(({ says, values }) => ({ says, value: () => ({ shape: images.shape, values }) })),
  });
  const isKept = isRecord(got) && got.isKept === true;
  return judgement.passed && !isKept
    ? { passed: false, message: "Expected the given tensor to stay as it is, got it changed." }
    : judgement;
}

function check(draw: (random: Random) => readonly Case[]): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Case[]).map((each, index) => judgeCase(results[index], each));
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

const pixels = (...values: number[]): TensorData => ({ shape: [values.length], values, dtype: "int32" });
const floats = (...values: number[]): TensorData => ({ shape: [values.length], values: values.map(Math.fround) });

export const checks: Record<string, CodingCheck> = {
  "to-range": check(() => [
    { call: "toModelRange", images: pixels(0, 255, 51) },
    { call: "toModelRange", images: pixels(51, 204) },
  ]),
  "to-pixels": check(() => [{ call: "toPixels", images: floats(-3, 3, 0, -1, 1) }]),
  "rounding": check(() => [{ call: "toPixels", images: floats(...[99.7, 200.8, 17.6].map(toRange)) }]),
  "round-trip": check(() => [{
    call: "both",
    images: { shape: [16, 16], values: Array.from({ length: 256 }, (_, i) => i), dtype: "int32" },
  }]),
  "fresh-images": check((random) => {
    const whole = uniforms(random, 2 * 4 * 4 * 3, { to: 256 }).map(Math.floor);
    // No value near the middle of two pixels, so that rounding cannot depend on the last bit.
    const between = uniforms(random, 3 * 5, { from: -20, to: 275 }).map((value) =>
      Math.fround(toRange(Math.floor(value) + 0.8))
    );
    return [
      { call: "toModelRange", images: { shape: [2, 4, 4, 3], values: whole, dtype: "int32" } },
      { call: "toPixels", images: { shape: [3, 5], values: between } },
    ];
  }),
};
