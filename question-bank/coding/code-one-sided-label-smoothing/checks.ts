import type { CodingCheck } from "../../mod.ts";
import {
  isRecord,
  mean,
  normals,
  type ScoreLoss,
  scoreLosses,
  shown,
  sigmoid,
  softplus,
  uniforms,
} from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const bce = (logits: readonly number[], target: number) => mean(logits.map((l) => softplus(l) - target * l));
const slopes = (logits: readonly number[], target: number) => logits.map((l) => (sigmoid(l) - target) / logits.length);

const expected = ({ columns: { real = [], fake = [] }, numbers: [label = 0.9] = [] }: ScoreLoss) => {
  const plain = bce(real, 1) + bce(fake, 0);
  const keras = 1 - label;
  return {
    value: bce(real, label) + bce(fake, 0),
    gradient: [...slopes(real, label), ...slopes(fake, 0)],
    suspicions: [
      { says: "there nothing is smoothed", value: plain },
      { says: "there both sides are smoothed", value: bce(real, label) + bce(fake, 1 - label) },
      { says: "there only the generated side is smoothed", value: bce(real, 1) + bce(fake, 1 - label) },
      { says: "that multiplies the loss of real samples by the label", value: label * bce(real, 1) + bce(fake, 0) },
      { says: "that multiplies the loss by the label", value: label * plain },
      { says: "that moves both targets towards ½", value: bce(real, 1 - keras / 2) + bce(fake, keras / 2) },
      { says: "that is half of it", value: (bce(real, label) + bce(fake, 0)) / 2 },
    ],
  };
};

const values = (call: ScoreLoss) => {
  const { value, suspicions } = expected(call);
  return { value, suspicions, tolerance: 1e-4 };
};
const gradients = (call: ScoreLoss) => ({ gradient: expected(call).gradient, tolerance: 1e-4 });

const loss = (columns: { readonly real: number[]; readonly fake: number[] }, ...numbers: number[]): ScoreLoss => ({
  name: "discriminatorLoss",
  columns,
  numbers,
});

const real = [-3.1, -0.4, 0, 0.7, 2.5].map(Math.fround);
const fake = [1.2, -2.2, 0.3, -0.9, 4].map(Math.fround);

/** The gradients at one real and one generated logit, of which one counts. */
function slopeAt(
  call: ScoreLoss,
  { index, input, isRight, wanted }: {
    readonly index: number;
    readonly input: string;
    readonly isRight: (slope: number) => boolean;
    readonly wanted: string;
  },
): CodingCheck {
  return {
    ...scoreLosses(() => [call], gradients),
    judge(output) {
      const [first = null] = Array.isArray(output) ? output : [];
      const slope = isRecord(first) && Array.isArray(first.gradient) ? first.gradient[index] : undefined;
      const passed = typeof slope === "number" && isRight(slope);
      return { passed, message: `Expected a gradient of ${wanted}, got ${shown(slope)}.`, input };
    },
  };
}

export const checks: Record<string, CodingCheck> = {
  "default-label": scoreLosses(() => [loss({ real, fake })], values),
  "label-one": scoreLosses(() => [loss({ real, fake }, 1)], values),
  "real-gradient": slopeAt(loss({ real: [Math.fround(Math.log(9))], fake: [0.5] }, 0.9), {
    index: 0,
    input: "one real logit of ln 9, label 0.9",
    isRight: (slope) => Math.abs(slope) < 1e-4,
    wanted: "0",
  }),
  "fake-gradient": slopeAt(loss({ real: [0.5], fake: [-9] }, 0.8), {
    index: 1,
    input: "one generated logit of −9, label 0.8",
    isRight: (slope) => slope > 0 && slope < 2e-4,
    wanted: `${sigmoid(-9).toPrecision(3)}, between 0 and 0.0002`,
  }),
  "fresh-batch": scoreLosses((random) => {
    const [label = 1] = uniforms(random, 1, { from: 0.6, to: 0.85 });
    const column = () => normals(random, 7).map((l) => Math.min(Math.max(l, -4), 4));
    return [loss({ real: column(), fake: column() }, label)];
  }, (call) => ({ ...values(call), ...gradients(call) })),
};
