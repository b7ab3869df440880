import type { CodingCheck, Json } from "../../mod.ts";
import { isRecord, judgeNumber, judgeNumbers, mean, normals, shown, sigmoid, softplus, uniforms } from "../_lib/mod.ts";

interface Batch {
  readonly shape: number[];
  readonly logits: number[];
  readonly targets: number[];
}

// float64 and plain loops: independent of what is examined.
const lossOf = ({ logits, targets }: Batch) => mean(logits.map((l, i) => softplus(l) - l * targets[i]!));
const gradientOf = ({ logits, targets }: Batch) => logits.map((l, i) => (sigmoid(l) - targets[i]!) / logits.length);

const batch = (inputs: Json): Batch => inputs as unknown as Batch;
const inWords = ({ logits, targets }: Batch) => `logits ${shown(logits)}, targets ${shown(targets)}`;

const moderate = {
  shape: [5, 1],
  logits: [-3.1, -0.4, 0, 0.7, 2.5].map(Math.fround),
  targets: [0, 1, 1, 0.9, 0].map(Math.fround),
};
// The usual stable forms have a kink at 0 and no single right derivative there.
const withoutZero = { ...moderate, logits: moderate.logits.map((l) => l === 0 ? Math.fround(0.2) : l) };

const value: Pick<CodingCheck, "probe" | "judge"> = {
  probe: ({ tf, candidate, inputs }) => {
    const { shape, logits, targets } = inputs as unknown as Batch;
    const loss = candidate.binaryCrossEntropyWithLogits(tf.tensor(logits, shape), tf.tensor(targets, shape));
    return { shape: loss.shape, value: loss.dataSync()[0] };
  },
  judge(output, inputs) {
    const given = batch(inputs);
    const { logits, targets } = given;
    const input = inWords(given);
    if (!isRecord(output) || !Array.isArray(output.shape) || output.shape.length !== 0) {
      const shape = isRecord(output) ? JSON.stringify(output.shape) : "nothing";
      return { passed: false, message: `Expected a tensor of shape [], got one of shape ${shape}.`, input };
    }
    const expected = lossOf(given);
    const clip = (p: number) => Math.min(Math.max(p, 1e-7), 1 - 1e-7);
    const clipped = logits.map((l, i) => {
      const p = clip(sigmoid(l));
      return -targets[i]! * Math.log(p) - (1 - targets[i]!) * Math.log(1 - p);
    });
    return judgeNumber(output.value, expected, {
      tolerance: 1e-4,
      what: "the loss",
      input,
      suspicions: [
        { says: "that is the sum over the batch, not the mean", value: expected * logits.length },
        { says: "that is the loss against 1 - t", value: lossOf({ ...given, targets: targets.map((t) => 1 - t) }) },
        { says: "that counts each target as 0 or 1", value: lossOf({ ...given, targets: targets.map(Math.round) }) },
        { says: "that is the loss of a clipped probability", value: mean(clipped) },
      ],
    });
  },
};

const gradient: Pick<CodingCheck, "probe" | "judge"> = {
  probe: ({ tf, candidate, inputs }) => {
    const { shape, logits, targets } = inputs as unknown as Batch;
    const t = tf.tensor(targets, shape);
    const slope = tf.grad((l: unknown) => candidate.binaryCrossEntropyWithLogits(l, t))(tf.tensor(logits, shape));
    return [...slope.dataSync()];
  },
  judge(output, inputs) {
    const given = batch(inputs);
    const expected = gradientOf(given);
    return judgeNumbers(output, expected, {
      tolerance: 1e-3,
      what: "the gradient",
      input: inWords(given),
      suspicions: [
        { says: "that is the gradient of the sum, not of the mean", value: expected.map((g) => g * expected.length) },
        { says: "its sign is turned around", value: expected.map((g) => -g) },
      ],
    });
  },
};

export const checks: Record<string, CodingCheck> = {
  "value": { draw: () => moderate, ...value },
  "large-logits": { draw: () => ({ shape: [2, 1], logits: [100, -100], targets: [0, 1] }), ...value },
  "gradient": { draw: () => withoutZero, ...gradient },
  "saturated-gradient": { draw: () => ({ shape: [2, 1], logits: [60, -60], targets: [0, 1] }), ...gradient },
  "fresh-batch": {
    draw: (random) => ({
      shape: [4, 3],
      logits: normals(random, 12, { deviation: 3 }),
      targets: uniforms(random, 12),
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { shape, logits, targets } = inputs as unknown as Batch;
      const t = tf.tensor(targets, shape);
      const { value, grad } = tf.valueAndGrad((l: unknown) => candidate.binaryCrossEntropyWithLogits(l, t))(
        tf.tensor(logits, shape),
      );
      return { value: value.dataSync()[0], gradient: [...grad.dataSync()] };
    },
    judge(output, inputs) {
      const given = batch(inputs);
      const { value, gradient } = isRecord(output) ? output : {};
      const loss = judgeNumber(value, lossOf(given), { tolerance: 1e-4, what: "the loss" });
      if (!loss.passed) return loss;
      return judgeNumbers(gradient, gradientOf(given), { tolerance: 1e-3, what: "the gradient" });
    },
  },
};
