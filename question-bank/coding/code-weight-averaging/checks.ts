import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { firstFailure, isRecord, judgeNumbers, normalTensor, shown, type TensorData, uniforms } from "../_lib/mod.ts";

interface Averaging {
  readonly averages: readonly TensorData[];
  /** Before each call the current weights become the next ones of these. */
  readonly current: readonly (readonly TensorData[])[];
  readonly decay: number;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { averages, current, decay } = inputs as unknown as Averaging;
  const variable = ({ values, shape }: TensorData) => tf.variable(tf.tensor(values, shape));
  const averaged = averages.map(variable);
  const trained = current[0]!.map(variable);
  for (const weights of current) {
    weights.forEach(({ values, shape }, index) => trained[index].assign(tf.tensor(values, shape)));
    candidate.updateAverage([...averaged], [...trained], decay);
  }
  const read = (weights: { dataSync(): Float32Array }) => [...weights.dataSync()];
  const result = { averages: averaged.map(read), current: trained.map(read) };
  for (const weights of [...averaged, ...trained]) weights.dispose();
  return result;
};

// float64 and plain loops: independent of what is examined.
function after({ averages, current, decay }: Averaging, step: (average: number, now: number, decay: number) => number) {
  return averages.map(({ values }, index) =>
    current.reduce(
      (average, weights) => average.map((value, i) => step(value, weights[index]!.values[i]!, decay)),
      values,
    )
  );
}

const inWords = ({ averages, current, decay }: Averaging) =>
  `averages ${averages.map(({ values }) => shown(values)).join(" and ")}, current ${
    current[0]!.map(({ values }) => shown(values)).join(" and ")
  }, decay ${shown(decay)}, ${current.length === 1 ? "one call" : `${current.length} calls`}`;

function judgeAverages(output: Json, averaging: Averaging): Judgement {
  const got = isRecord(output) && Array.isArray(output.averages) ? output.averages : [];
  const expected = after(averaging, (average, now, decay) => decay * average + (1 - decay) * now);
  const mistakes = [
    { says: "nothing was stored in it", step: (average: number) => average },
    {
      says: "there the decay is the factor of the current weights",
      step: (a: number, now: number, d: number) => (1 - d) * a + d * now,
    },
    { says: "that is a copy of the current weights", step: (_: number, now: number) => now },
    { says: "there the current weights are added whole", step: (a: number, now: number, d: number) => d * a + now },
    { says: "there the old average is added whole", step: (a: number, now: number, d: number) => a + (1 - d) * now },
    { says: "there the old average is forgotten", step: (_: number, now: number, d: number) => (1 - d) * now },
  ].map(({ says, step }) => ({ says, values: after(averaging, step) }));
  const judgements = expected.map((values, index) =>
    judgeNumbers(got[index], values, {
      tolerance: 1e-4,
      what: `average ${index} to be`,
      input: inWords(averaging),
      suspicions: mistakes.map(({ says, values }) => ({ says, value: values[index]! })),
    })
  );
  return firstFailure(judgements as [Judgement, ...Judgement[]]);
}

function judgeCurrent(output: Json, averaging: Averaging): Judgement {
  const got = isRecord(output) && Array.isArray(output.current) ? output.current : [];
  const stays = averaging.current.at(-1)!.map(({ values }, index) =>
    judgeNumbers(got[index], values, { tolerance: 0, what: `current ${index} to stay`, input: inWords(averaging) })
  );
  // What does nothing at all also leaves them alone.
  return firstFailure([judgeAverages(output, averaging), ...stays]);
}

function check(
  draw: (random: Random) => Averaging,
  judge: (output: Json, averaging: Averaging) => Judgement,
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge: (output, inputs) => judge(output, inputs as unknown as Averaging),
  };
}

const scalar = (value: number): TensorData => ({ shape: [1], values: [Math.fround(value)] });
const one = { averages: [scalar(2), scalar(-1)], current: [[scalar(6), scalar(3)]], decay: 0.75 };

export const checks: Record<string, CodingCheck> = {
  "ten-calls": check(
    () => ({ averages: [scalar(0), scalar(0)], current: Array(10).fill([scalar(1), scalar(4)]), decay: 0.9 }),
    judgeAverages,
  ),
  "one-call": check(() => one, judgeAverages),
  "current-untouched": check(() => one, judgeCurrent),
  "fresh-weights": check((random) => {
    const weights = () => [[3, 4], [4], [2, 2, 1, 3], []].map((shape) => normalTensor(random, shape));
    const [decay = 0] = uniforms(random, 1, { from: 0.3, to: 0.95 });
    return { averages: weights(), current: [weights(), weights(), weights()], decay };
  }, judgeCurrent),
};
