import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import { wasserstein1d } from "../../../kernels/statistics/mod.ts";
import { isNumber, isNumbers, isRecord, judgeNumber, mean, normals, shown } from "../_lib/mod.ts";

interface Pair {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** For each pair the distance, and the lists as they are afterwards. */
const probe: CodingCheck["probe"] = ({ candidate, inputs }) =>
  (inputs as unknown as Pair[]).map(({ a, b }) => {
    const [first, second] = [[...a], [...b]];
    return { distance: candidate.wassersteinDistance(first, second), a: first, b: second };
  });

const sorted = (values: readonly number[]) => values.toSorted((x, y) => x - y);
const asWords = (values: readonly number[]) => [...values].sort();
const paired = (a: readonly number[], b: readonly number[]) =>
  mean(a.slice(0, b.length).map((value, i) => Math.abs(value - b[i]!)));

function judgePair(got: Json | undefined, { a, b }: Pair, tolerance: number): Judgement {
  return judgeNumber(isRecord(got) ? got.distance : undefined, wasserstein1d(a, b), {
    tolerance,
    what: "the distance",
    input: `a ${shown([...a])}, b ${shown([...b])}`,
    suspicions: [
      { says: "that is the distance of the means", value: Math.abs(mean(a) - mean(b)) },
      { says: "that is the difference of the means", value: mean(a) - mean(b) },
      { says: "that pairs numbers by their place in the list", value: paired(a, b) },
      { says: "there the numbers are sorted as words", value: paired(asWords(a), asWords(b)) },
      { says: "that leaves out what the longer list has more", value: paired(sorted(a), sorted(b)) },
      { says: "that is the Wasserstein-2 distance", value: wasserstein1d(a, b, { order: 2 }) },
      { says: "that is the square of the Wasserstein-2 distance", value: wasserstein1d(a, b, { order: 2 }) ** 2 },
      { says: "that is the sum of the ways, not their mean", value: wasserstein1d(a, b) * a.length },
    ],
  });
}

function judge(tolerance: number): CodingCheck["judge"] {
  return (output, inputs) => {
    const results = Array.isArray(output) ? output : [];
    const judgements = (inputs as unknown as Pair[]).map((pair, i) => judgePair(results[i], pair, tolerance));
    return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
  };
}

const fixed = (pairs: readonly Pair[], tolerance = 1e-4): CodingCheck => ({
  draw: () => pairs as unknown as Json,
  probe,
  judge: judge(tolerance),
});

const isSame = (got: Json | undefined, list: readonly number[]) =>
  isNumbers(got, list.length) && got.every((value, i) => value === list[i]);

export const checks: Record<string, CodingCheck> = {
  "shifted": fixed([{ a: [0, 20, 5], b: [10, 15, 30] }]),
  "same-mean": fixed([{ a: [-2, 2, -2, 2], b: [0, 0, 0, 0] }]),
  "not-squared": fixed([{ a: [0, 0, 0], b: [0, 0, 3] }]),
  "digits": fixed([{ a: [10, 9, -1, 100], b: [-20, 8, 11, 3] }]),
  "unequal-sizes": fixed([{ a: [0, 1], b: [0, 0, 1, 1] }, { a: [0], b: [1, 3] }, { a: [5, 0, 1], b: [2, 4] }], 1e-6),
  "far-apart": {
    draw: () => [{ a: [0, 1], b: [5, 6] }, { a: [0, 1], b: [50, 51] }],
    probe,
    judge(output) {
      const distances = Array.isArray(output)
        ? output.map((each) => isRecord(each) ? each.distance ?? null : null)
        : [];
      const isExact = isNumber(distances[0]) && isNumber(distances[1]) && Math.abs(distances[0] - 5) < 1e-9 &&
        Math.abs(distances[1] - 50) < 1e-9;
      return {
        passed: isExact,
        message: `Expected the distances [5, 50], got ${shown(distances)}.`,
        input: "a [0, 1], b [5, 6] and [50, 51]",
      };
    },
  },
  "unchanged": {
    draw: (random) => [{ a: normals(random, 9), b: normals(random, 9) }],
    probe,
    judge(output, inputs) {
      const [{ a, b }] = inputs as unknown as [Pair];
      const got = Array.isArray(output) ? output[0] : undefined;
      const isKept = isRecord(got) && isSame(got.a, a) && isSame(got.b, b);
      if (!isKept) return { passed: false, message: "Expected both lists in their order, got them changed." };
      // The value itself is the concern of the other checks.
      const isDistance = isNumber(got.distance) && got.distance > 0;
      return { passed: isDistance, message: `Expected a positive distance, got ${shown(got.distance)}.` };
    },
  },
  "fresh-samples": {
    draw: (random) =>
      [
        { a: normals(random, 7, { deviation: 3 }), b: normals(random, 12, { mean: 1 }) },
        { a: normals(random, 10), b: normals(random, 4, { deviation: 2 }) },
        { a: normals(random, 8), b: normals(random, 8, { mean: 0.5 }) },
      ] as unknown as Json,
    probe,
    judge: judge(1e-4),
  },
};
