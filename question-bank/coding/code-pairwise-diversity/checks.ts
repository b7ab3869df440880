import type { CodingCheck, Random } from "../../mod.ts";
import { distance, mean, normals, numbersCheck, rowsOf, seeded, shown } from "../_lib/mod.ts";

type Rows = number[][];
type Args = [features: { readonly tensor: Rows }];

const pairs = (rows: Rows) => rows.flatMap((a, i) => rows.slice(i + 1).map((b) => distance(a, b)));
const neighbours = (rows: Rows) => rows.slice(1).map((row, i) => distance(row, rows[i]!));

function check(
  draw: (random: Random) => readonly [Rows, ...Rows[]],
  { input, tolerance = 1e-4 }: { readonly input?: string; readonly tolerance?: number } = {},
): CodingCheck {
  const mistake = (says: string, of: (rows: Rows) => number) => ({
    says,
    expect: ({ tensor }: Args[0]) => ({ result: of(tensor) }),
  });
  return numbersCheck<Args>({
    name: "meanPairwiseDistance",
    draw: (random) => {
      const [first, ...others] = draw(random);
      return [[{ tensor: first }], ...others.map((tensor): Args => [{ tensor }])];
    },
    expect: ({ tensor }) => ({ result: mean(pairs(tensor)) }),
    tolerance,
    what: "the mean distance",
    mistakes: [
      mistake("the zeros of the diagonal are in the mean", (rows) => mean(pairs(rows)) * (1 - 1 / rows.length)),
      mistake("those are squared distances", (rows) => mean(pairs(rows).map((length) => length ** 2))),
      mistake("that is the root of the mean square", (rows) => Math.sqrt(mean(pairs(rows).map((d) => d ** 2)))),
      mistake("those are neighbours in the order of the rows alone", (rows) => mean(neighbours(rows))),
      mistake("that is the sum, not the mean", (rows) => mean(pairs(rows)) * pairs(rows).length),
      mistake("every pair was counted once but divided as if twice", (rows) => mean(pairs(rows)) / 2),
      mistake("every pair was counted twice", (rows) => mean(pairs(rows)) * 2),
    ],
    ...(input === undefined ? {} : { input }),
  });
}

const draw = (random: Random, count: number, width: number): Rows => rowsOf(normals(random, count * width), width);
const fixed = draw(seeded(1), 12, 4);
const small = draw(seeded(2), 10, 3);
const long = normals(seeded(3), 6, { deviation: 400 });
const nearLong = fixed.map((row) => long.map((value, j) => Math.fround(value + 0.01 * row[j % 4]!)));
const order = [7, 2, 11, 0, 9, 4, 1, 10, 5, 3, 8, 6];

export const checks: Record<string, CodingCheck> = {
  "triangle": check(() => [[[0, 0], [3, 4], [0, 8]]], { input: "(0, 0), (3, 4), (0, 8)" }),
  "identical": check(() => [Array.from({ length: 20 }, () => long), nearLong], {
    tolerance: 1e-3,
    input: `20 times ${shown(long)}, then 12 samples within a tenth of it`,
  }),
  "permuted": check(() => [order.map((index) => fixed[index]!), fixed], { input: "12 samples with 4 features" }),
  "doubled": check(() => [small.map((row) => row.map((value) => 2 * value)), small], {
    input: "10 samples with 3 features, twice as large and as they are",
  }),
  "fresh-features": check((random) => [draw(random, 9, 5), draw(random, 2, 3)]),
};
