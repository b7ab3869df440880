import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, callCheck, mean, type Parts, type TensorData, uniforms } from "../_lib/mod.ts";

/** Of two coins. */
const divergence = (p: number, q: number) => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

interface Table {
  /** By unit. */
  readonly columns: number[][];
  readonly rows: number[][];
  readonly values: readonly number[];
  readonly target: number;
}

const by = (of: (table: Table) => number) => (args: readonly Argument[]): Parts => {
  const [{ shape: [batch = 0, units = 0], values }, target] = args as unknown as [TensorData, number];
  const columns = Array.from({ length: units }, (_, j) => values.filter((_, i) => i % units === j));
  const rows = Array.from({ length: batch }, (_, i) => values.slice(i * units, (i + 1) * units));
  return { result: { shape: [], values: [of({ columns, rows, values, target })] } };
};
const ofRates = (entry: (target: number, rate: number) => number) =>
  by(({ columns, target }) => sum(columns.map((column) => entry(target, mean(column)))));

const mistakes = [
  { says: "the two rates are swapped", expect: ofRates((target, rate) => divergence(rate, target)) },
  {
    says: "single activations were compared, not their averages",
    expect: by(({ columns, target }) => sum(columns.map((column) => mean(column.map((h) => divergence(target, h)))))),
  },
  {
    says: "single activations were compared and summed",
    expect: by(({ values, target }) => sum(values.map((h) => divergence(target, h)))),
  },
  { says: "the term of the quiet side is missing", expect: ofRates((p, q) => p * Math.log(p / q)) },
  { says: "the term of the active side is missing", expect: ofRates((p, q) => (1 - p) * Math.log((1 - p) / (1 - q))) },
  {
    says: "the average was taken over units, not over the batch",
    expect: by(({ rows, target }) => sum(rows.map((row) => divergence(target, mean(row))))),
  },
  {
    says: "all activations were averaged together",
    expect: by(({ values, target }) => divergence(target, mean(values))),
  },
  {
    says: "that is the mean over units, not the sum",
    expect: by(({ columns, target }) => mean(columns.map((column) => divergence(target, mean(column))))),
  },
  { says: "that is the sum of activations", expect: by(({ values }) => sum(values)) },
  { says: "that is the mean of activations", expect: by(({ values }) => mean(values)) },
  { says: "that is the sum of average activations", expect: by(({ columns }) => sum(columns.map(mean))) },
  {
    says: "that is the cross-entropy, not the divergence",
    expect: ofRates((p, q) => -p * Math.log(q) - (1 - p) * Math.log(1 - q)),
  },
  { says: "its sign is turned around", expect: ofRates((p, q) => -divergence(p, q)) },
];

function check(
  draw: (random: Random) => [TensorData, number],
  { gradientBy = [], input }: { readonly gradientBy?: readonly number[]; readonly input?: string } = {},
): CodingCheck {
  return callCheck({
    name: "sparsityPenalty",
    draw,
    expect: ofRates(divergence),
    tolerance: 1e-4,
    mistakes,
    gradientBy,
    ...(input === undefined ? {} : { input }),
  });
}

const table = (units: number, values: readonly number[]): TensorData => ({
  shape: [values.length / units, units],
  values: values.map(Math.fround),
});

export const checks: Record<string, CodingCheck> = {
  "on-target": check(() => [table(2, [0.375, 0.125, 0.125, 0.375]), 0.25], {
    input: "activations [[0.375, 0.125], [0.125, 0.375]], target rate 0.25",
  }),
  "by-hand": check(() => [table(3, [0.2, 0.7, 0.5, 0.4, 0.1, 0.1]), 0.05], {
    input: "activations [[0.2, 0.7, 0.5], [0.4, 0.1, 0.1]], target rate 0.05",
  }),
  "gradient": check(() => [table(3, [0.2, 0.03, 0.05, 0.4, 0.01, 0.15]), 0.05], {
    gradientBy: [0],
    input: "activations [[0.2, 0.03, 0.05], [0.4, 0.01, 0.15]], target rate 0.05",
  }),
  "fresh-activations": check((random) => [
    table(4, uniforms(random, 20, { from: 0.05, to: 0.95 })),
    uniforms(random, 1, { from: 0.1, to: 0.3 })[0]!,
  ], { gradientBy: [0] }),
};
