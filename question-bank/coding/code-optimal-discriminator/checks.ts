import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumber, isNumbers, isRecord, judgeNumber, judgeNumbers, shown, uniforms } from "../_lib/mod.ts";

interface Histograms {
  readonly p: readonly number[];
  readonly q: readonly number[];
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) => {
  const { p, q } = inputs as unknown as { p: number[]; q: number[] };
  return {
    best: candidate.optimalDiscriminator([...p], [...q]),
    divergence: candidate.jensenShannonDivergence([...p], [...q]),
    value: candidate.ganValue([...p], [...q]),
  };
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const weightedLog = (weight: number, value: number) => weight === 0 ? 0 : weight * Math.log(value);
const bestOf = ({ p, q }: Histograms) => p.map((real, i) => real + q[i]! === 0 ? 0.5 : real / (real + q[i]!));
const klOf = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((value, i) => weightedLog(value, value / b[i]!)));
const middleOf = ({ p, q }: Histograms) => p.map((real, i) => (real + q[i]!) / 2);
const divergenceOf = ({ p, q }: Histograms) => (klOf(p, middleOf({ p, q })) + klOf(q, middleOf({ p, q }))) / 2;
const valueOf = ({ p, q }: Histograms, d: readonly number[]) =>
  sum(p.map((real, i) => weightedLog(real, d[i]!))) + sum(q.map((fake, i) => weightedLog(fake, 1 - d[i]!)));

interface Judged extends Histograms {
  readonly tolerance: number;
}

function judgeBest(got: Json | undefined, { p, q, tolerance }: Judged): Judgement {
  const best = bestOf({ p, q });
  return judgeNumbers(got, best, {
    tolerance,
    what: "D*",
    input: inWords({ p, q }),
    suspicions: [
      { says: "that is p/q, which is no probability", value: p.map((real, i) => real / q[i]!) },
      { says: "that is the probability of being generated", value: best.map((value) => 1 - value) },
      { says: "that is a hard decision", value: best.map((value) => Number(value > 0.5)) },
      { says: "that is ½ everywhere, as if the generator had reached the data", value: best.map(() => 0.5) },
    ],
  });
}

function judgeDivergence(got: Json | undefined, { p, q, tolerance }: Judged): Judgement {
  const right = divergenceOf({ p, q });
  const middle = middleOf({ p, q });
  return judgeNumber(got, right, {
    tolerance,
    what: "the Jensen–Shannon divergence",
    input: inWords({ p, q }),
    suspicions: [
      { says: "that is in bits, log base 2", value: right / Math.LN2 },
      { says: "there the factor ½ is missing", value: 2 * right },
      { says: "that is KL(p‖q)", value: klOf(p, q) },
      { says: "that is KL(q‖p)", value: klOf(q, p) },
      { says: "that is its first half", value: klOf(p, middle) },
      { says: "that is its second half", value: klOf(q, middle) },
      { says: "that is the root, the distance", value: Math.sqrt(right) },
    ],
  });
}

function judgeValue(got: Json | undefined, { p, q, tolerance }: Judged): Judgement {
  const best = bestOf({ p, q });
  const right = valueOf({ p, q }, best);
  const swapped = valueOf({ p, q }, best.map((value) => 1 - value));
  return judgeNumber(got, right, {
    tolerance,
    what: "the value",
    input: inWords({ p, q }),
    suspicions: [
      { says: "that is the loss, not the value: its sign is turned around", value: -right },
      { says: "that is in bits, log base 2", value: right / Math.LN2 },
      { says: "there the two histograms are exchanged", value: swapped },
      { says: "that is the divergence alone", value: divergenceOf({ p, q }) },
      { says: "that is half of it", value: right / 2 },
    ],
  });
}

const inWords = ({ p, q }: Histograms) => `p ${shown([...p])}, q ${shown([...q])}`;

function judge(output: Json, inputs: Json, tolerance = 1e-4): Judgement {
  const judged = { ...(inputs as unknown as Histograms), tolerance };
  const got = isRecord(output) ? output : {};
  const judgements = [
    judgeBest(got.best, judged),
    judgeDivergence(got.divergence, judged),
    judgeValue(got.value, judged),
  ];
  return judgements.find(({ passed }) => !passed) ?? judgements[2]!;
}

const fixed = (histograms: Histograms, tolerance?: number): CodingCheck => ({
  draw: () => histograms as unknown as Json,
  probe,
  judge: (output, inputs) => judge(output, inputs, tolerance),
});

function histogram(random: Random, bins: number, empty?: number): number[] {
  const heights = uniforms(random, bins, { from: 0.1 }).map((height, i) => i === empty ? 0 : height);
  return heights.map((height) => height / sum(heights));
}

const draw = (random: Random) => ({ p: histogram(random, 6), q: histogram(random, 6) });

/** Two bins with unlike odds: whatever the others are, D* lies outside of 0.1 to 0.9 in one of them. */
function drawUneven(random: Random): { [name: string]: Json } {
  const shares = (first: number, second: number) => {
    const heights = [first, second, ...uniforms(random, 4, { from: 0.1 })];
    return heights.map((height) => height / sum(heights));
  };
  return { p: shares(1, 0.1), q: shares(0.1, 1) };
}

export const checks: Record<string, CodingCheck> = {
  "by-hand": fixed({ p: [0.5, 0.5], q: [0.25, 0.75] }),
  "equal": fixed({ p: [0.1, 0.6, 0.3], q: [0.1, 0.6, 0.3] }, 1e-6),
  "disjoint": fixed({ p: [1, 0], q: [0, 1] }),
  "empty-bin": fixed({ p: [0.5, 0.5, 0], q: [0.2, 0.8, 0] }),
  "identity": {
    draw,
    probe,
    judge(output) {
      const { divergence, value } = isRecord(output) ? output : {};
      if (!isNumber(divergence) || !isNumber(value)) return { passed: false, message: "Expected finite numbers." };
      return judgeNumber(value, 2 * divergence - 2 * Math.LN2, {
        tolerance: 1e-6,
        what: `2 JSD − 2 ln 2 with a divergence of ${shown(divergence)} as the value`,
      });
    },
  },
  "best-answer": {
    draw: drawUneven,
    probe,
    judge(output, inputs) {
      const histograms = inputs as unknown as Histograms;
      const best = isRecord(output) ? output.best : undefined;
      if (!isNumbers(best, histograms.p.length)) return { passed: false, message: "Expected a number for every bin." };
      const reached = valueOf(histograms, best);
      const moved = best.flatMap((_, i) =>
        [-0.02, 0.02].map((by) => valueOf(histograms, best.map((value, j) => i === j ? value + by : value)))
      );
      // What leaves (0, 1) has the value −∞ or NaN, and is no better answer.
      const better = moved.find((value) => value >= reached);
      return {
        passed: Number.isFinite(reached) && better === undefined,
        message: `Expected no better value than ${shown(reached)} after moving D* by 0.02 in a bin, got ${
          shown(better ?? Math.max(...moved))
        }.`,
      };
    },
  },
  "fresh-histograms": {
    draw: (random) => ({ p: histogram(random, 7, 1), q: histogram(random, 7, 4) }),
    probe,
    judge: (output, inputs) => judge(output, inputs),
  },
};
