import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import { isRecord } from "./narrow.ts";
import { judgeNumbers, type Suspicion } from "./judge_numbers.ts";
import { judgeScalar } from "./judge_scalar.ts";
import { shown } from "./shown.ts";

/** A loss of score columns, exported by the candidate. */
export interface ScoreLoss {
  /** Name of the export. */
  readonly name: string;
  /** Its tensors, each [n, 1], with what to call them in messages. */
  readonly columns: { readonly [what: string]: readonly number[] };
  /** Plain numbers that follow the tensors. */
  readonly numbers?: readonly number[];
}

/** What {@link ScoreLoss} must give. */
export interface ExpectedLoss {
  readonly value?: number;
  /** By each entry of each column, one after the other. */
  readonly gradient?: readonly number[];
  readonly tolerance: number;
  readonly suspicions?: readonly Suspicion<number>[];
}

/** Calls the losses of a list; of each, the shape, the value, and the gradient by all columns if that is asked for. */
const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { calls, isDifferentiated } = inputs as unknown as { calls: ScoreLoss[]; isDifferentiated: boolean[] };
  return calls.map(({ name, columns, numbers = [] }, index) => {
    const tensors = Object.values(columns).map((values) => tf.tensor2d(values, [values.length, 1]));
    // As a method, so that an error names the export.
    const loss = candidate[name](...tensors, ...numbers);
    const result = { shape: loss.shape, value: loss.dataSync()[0] };
    if (!isDifferentiated[index]) return result;
    const slopes = tf.grads((...scores: unknown[]) => candidate[name](...scores, ...numbers))(tensors);
    return { ...result, gradient: slopes.flatMap((slope: { dataSync(): Float32Array }) => [...slope.dataSync()]) };
  });
};

const inWords = ({ columns, numbers = [] }: ScoreLoss) =>
  [...Object.entries(columns).map(([what, values]) => `${what} ${shown(values)}`), ...numbers.map(shown)].join(", ");

/** A check that calls losses and compares them, in order; the first that is wrong is told. */
export function scoreLosses(
  draw: (random: Parameters<CodingCheck["draw"]>[0]) => readonly ScoreLoss[],
  expect: (call: ScoreLoss) => ExpectedLoss,
): CodingCheck {
  const judgeCall = (call: ScoreLoss, got: Json | undefined): Judgement => {
    const { value, gradient, tolerance, suspicions = [] } = expect(call);
    const options = { tolerance, input: inWords(call) };
    const judgements = [
      ...(value === undefined ? [] : [judgeScalar(got, value, { ...options, what: call.name, suspicions })]),
      ...(gradient === undefined ? [] : [judgeNumbers(isRecord(got) ? got.gradient : undefined, gradient, {
        ...options,
        what: `the gradient of ${call.name}`,
        suspicions: gradientSuspicions(call, gradient),
      })]),
    ];
    return judgements.find(({ passed }) => !passed) ?? judgements.at(-1)!;
  };
  return {
    draw(random) {
      const calls = draw(random);
      const isDifferentiated = calls.map((call) => expect(call).gradient !== undefined);
      return { calls, isDifferentiated } as unknown as Json;
    },
    probe,
    judge(output, inputs) {
      const { calls } = inputs as unknown as { readonly calls: readonly ScoreLoss[] };
      const results = Array.isArray(output) ? output : [];
      const judgements = calls.map((call, index) => judgeCall(call, results[index]));
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}

function gradientSuspicions({ columns }: ScoreLoss, expected: readonly number[]): Suspicion<readonly number[]>[] {
  const counts = Object.values(columns).flatMap((values) => values.map(() => values.length));
  // In a batch of two, a sum and a missing factor ½ look alike.
  const says = counts.every((count) => count === 2)
    ? "it is twice as large, as of sums in place of means or without a factor ½"
    : "that is the gradient of sums, not of means";
  return [
    { says: "its sign is turned around", value: expected.map((slope) => -slope) },
    { says, value: expected.map((slope, i) => slope * counts[i]!) },
  ];
}
