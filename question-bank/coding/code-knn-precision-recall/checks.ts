import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { distance, firstFailure, isRecord, judgeNumbers, normals, rowsOf, seeded } from "../_lib/mod.ts";

type Points = number[][];

interface Call {
  readonly real: Points;
  readonly fake: Points;
  /** Left out of the call when absent. */
  readonly k?: number;
}

// float64 and plain loops: independent of what is examined.
const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
/** The distance to the k-th neighbour in a set; `rank` k leaves the point itself out. */
const radius = (point: readonly number[], set: Points, rank: number) =>
  ascending(set.map((other) => distance(point, other)))[rank]!;

/** By how much every point lies inside the nearest edge of a ball (negative: outside of all). */
function depths(points: Points, others: Points, k: number): number[] {
  const radii = others.map((center) => radius(center, others, k));
  return points.map((point) => Math.max(...others.map((center, i) => radii[i]! - distance(point, center))));
}

const share = (depths: readonly number[]) => depths.filter((depth) => depth >= 0).length / depths.length;

/** Share of points that lie within their own radius of one of the others. */
function shareByOwnRadius(points: Points, others: Points, k: number): number {
  const depths = points.map((point) => radius(point, points, k) - Math.min(...others.map((o) => distance(point, o))));
  return share(depths);
}

const precision = ({ real, fake, k = 3 }: Call) => share(depths(fake, real, k));
const recall = ({ real, fake, k = 3 }: Call) => share(depths(real, fake, k));

/** Precision and recall, by what usual mistakes make of the two shares. */
function suspicions(call: Call) {
  const { real, fake, k = 3 } = call;
  const both = (share: (points: Points, others: Points) => number) => [share(fake, real), share(real, fake)];
  return [
    { says: "the two are swapped", value: [recall(call), precision(call)] },
    { says: "a point was counted as its own neighbour", value: both((a, b) => share(depths(a, b, k - 1))) },
    { says: "those are the radii of the wrong set", value: both((a, b) => shareByOwnRadius(a, b, k)) },
    { says: "that reaches to the neighbour after the k-th", value: both((a, b) => share(depths(a, b, k + 1))) },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) =>
  (inputs as unknown as Call[]).map(({ real, fake, k }) => {
    const more = k === undefined ? [] : [k];
    const { precision, recall } = candidate.precisionRecall(tf.tensor2d(real), tf.tensor2d(fake), ...more);
    return { precision, recall };
  });

function check(draw: (random: Random) => readonly [Call, ...Call[]], input?: string): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs): Judgement {
      const calls = inputs as unknown as readonly Call[];
      const got = Array.isArray(output) ? output : [];
      const each = calls.map((call, index) => {
        const result: Json | undefined = got[index];
        const { precision: first = null, recall: second = null } = isRecord(result) ? result : {};
        return judgeNumbers([first, second], [precision(call), recall(call)], {
          tolerance: 1e-6,
          what: `precision and recall${call.k === undefined ? "" : ` (k = ${call.k})`}`,
          suspicions: suspicions(call),
          ...(input === undefined ? {} : { input }),
        });
      });
      return firstFailure([each[0]!, ...each.slice(1)]);
    },
  };
}

const cloud = (random: Random, count: number, at: readonly [number, number], deviation = 1): Points =>
  rowsOf(normals(random, 2 * count, { deviation }), 2).map((row) => row.map((x, j) => Math.fround(x + at[j]!)));

/** Draws again while a point lies so near to an edge that rounding decides. */
function clear(draw: () => Call): Call {
  while (true) {
    const call = draw();
    const { real, fake, k = 3 } = call;
    if ([...depths(fake, real, k), ...depths(real, fake, k)].every((depth) => Math.abs(depth) > 1e-3)) return call;
  }
}

const byHand = {
  real: [[0, 0], [1, 0], [3, 0], [7, 0]],
  fake: [[0, 1.5], [7, 4.5], [100, 0], [101, 0], [103, 0]],
};
const [droppedMode, outliers] = [seeded(1), seeded(2)];
const missing = clear(() => ({
  real: [...cloud(droppedMode, 60, [0, 0]), ...cloud(droppedMode, 60, [20, 0])],
  fake: cloud(droppedMode, 60, [0, 0]),
}));
const nonsense = clear(() => ({
  real: cloud(outliers, 60, [0, 0]),
  fake: [...cloud(outliers, 40, [0, 0]), ...cloud(outliers, 40, [0, 0], 300).map(([x = 0, y = 0]) => [x + 1000, y])],
}));
const one = cloud(seeded(3), 40, [0, 0]);

export const checks: Record<string, CodingCheck> = {
  "by-hand": check(
    () => [{ ...byHand, k: 1 }, { ...byHand, k: 2 }],
    "real (0, 0), (1, 0), (3, 0), (7, 0); generated (0, 1.5), (7, 4.5), (100, 0), (101, 0), (103, 0)",
  ),
  // Exact in float32, by differences and by scalar products.
  "edge": check(
    () => [{ real: [[0, 0], [1, 0], [3, 0]], fake: [[5, 0], [50, 0], [52, 0]], k: 1 }],
    "real (0, 0), (1, 0), (3, 0); generated (5, 0), (50, 0), (52, 0)",
  ),
  "same-set": check(() => [{ real: one, fake: one }], "40 points, twice"),
  "disjoint": check(
    () => [{ real: one, fake: one.map(([x = 0, y = 0]) => [y + 1000, x]) }],
    "40 points at the origin, 40 others a thousand away",
  ),
  "dropped-mode": check(() => [missing], "real points in two clouds of 60 each, generated ones in one of them"),
  "outliers": check(() => [nonsense], "60 real points, 40 generated ones like them and 40 far away"),
  "fresh-clouds": check((random) => {
    const draw = (k?: number) =>
      clear(() => ({
        real: cloud(random, 37, [0, 0]),
        fake: cloud(random, 50, [1, 1], 0.8),
        ...(k === undefined ? {} : { k }),
      }));
    return [draw(), draw(1), draw(5)];
  }),
};
