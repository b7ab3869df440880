import type { CodingCheck } from "../../mod.ts";
import { isRecord, mean, type ScoreLoss, scoreLosses, sigmoid, softplus, uniforms } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const asReal = (logits: readonly number[]) => mean(logits.map((l) => softplus(-l)));
const asFake = (logits: readonly number[]) => mean(logits.map((l) => softplus(l)));

const expected = ({ name, columns: { real = [], fake = [] } }: ScoreLoss) => {
  const pushDown = fake.map((f) => sigmoid(f) / fake.length);
  const pushUp = (logits: readonly number[]) => logits.map((l) => -sigmoid(-l) / logits.length);
  const swapped = { says: "that is the other one of the two generator losses" };
  switch (name) {
    case "discriminatorLoss":
      return {
        value: asReal(real) + asFake(fake),
        gradient: [...pushUp(real), ...pushDown],
        suspicions: [
          { says: "that is half of it", value: (asReal(real) + asFake(fake)) / 2 },
          { says: "there the generated samples are missing", value: asReal(real) },
          { says: "there the real samples are missing", value: asFake(fake) },
          { says: "there the targets are exchanged", value: asFake(real) + asReal(fake) },
        ],
      };
    case "generatorLossMinimax":
      return {
        value: -asFake(fake),
        gradient: pushDown.map((slope) => -slope),
        suspicions: [
          { ...swapped, value: asReal(fake) },
          { says: "its sign is turned around", value: asFake(fake) },
        ],
      };
    default:
      return {
        value: asReal(fake),
        gradient: pushUp(fake),
        suspicions: [
          { ...swapped, value: -asFake(fake) },
          { says: "that is the cross-entropy against 0", value: asFake(fake) },
          { says: "its sign is turned around", value: -asReal(fake) },
        ],
      };
  }
};

const values = (call: ScoreLoss) => {
  const { value, suspicions } = expected(call);
  return { value, suspicions, tolerance: 1e-4 };
};
const gradients = (call: ScoreLoss) => ({ gradient: expected(call).gradient, tolerance: 1e-4 });

const real = [-3.1, -0.4, 0, 0.7, 2.5].map(Math.fround);
const fake = [1.2, -2.2, 0.3, -0.9, 4].map(Math.fround);

const discriminator = (columns: { readonly real: number[]; readonly fake: number[] }): ScoreLoss => ({
  name: "discriminatorLoss",
  columns,
});
const minimax = (fake: number[]): ScoreLoss => ({ name: "generatorLossMinimax", columns: { fake } });
const nonSaturating = (fake: number[]): ScoreLoss => ({ name: "generatorLossNonSaturating", columns: { fake } });

const foundOut = scoreLosses(() => [minimax([-10]), nonSaturating([-10])], gradients);

export const checks: Record<string, CodingCheck> = {
  "discriminator-value": scoreLosses(() => [discriminator({ real, fake })], values),
  "minimax-value": scoreLosses(() => [minimax(fake)], values),
  "non-saturating-value": scoreLosses(() => [nonSaturating(fake)], values),
  "equilibrium": scoreLosses(() => [discriminator({ real: [0], fake: [0] }), minimax([0]), nonSaturating([0])], values),
  "found-out": {
    ...foundOut,
    judge(output) {
      const [flat, steep] = (Array.isArray(output) ? output : []).map((call) =>
        isRecord(call) && Array.isArray(call.gradient) ? Number(call.gradient[0] ?? NaN) : NaN
      );
      const passed = Math.abs(flat ?? NaN) < 1e-4 && Math.abs((steep ?? NaN) + 1) < 1e-2;
      const message = `Expected gradients of ${-sigmoid(-10).toPrecision(3)} (minimax, below 0.0001 in size) and ` +
        `${-sigmoid(10).toFixed(5)} (non-saturating), got ${flat?.toPrecision(3)} and ${steep?.toPrecision(3)}.`;
      return { passed, message, input: "one logit of −10" };
    },
  },
  // The usual stable forms have a kink at 0 and no single right derivative there.
  "directions": scoreLosses(
    () => [fake, [Math.fround(0.001)]].flatMap((logits) => [minimax(logits), nonSaturating(logits)]),
    gradients,
  ),
  "fresh-batch": scoreLosses((random) => {
    const column = () => uniforms(random, 7, { from: -4, to: 4 });
    const fake = column();
    return [discriminator({ real: column(), fake }), minimax(fake), nonSaturating(fake)];
  }, (call) => ({ ...values(call), ...gradients(call) })),
};
