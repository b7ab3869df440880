import type { CodingCheck, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  distance,
  everyCall,
  judgeNumber,
  norm,
  normals,
  type Parts,
  rowsOf,
  seeded,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

type Row = readonly number[];
type Interpolate = (a: Row, b: Row, t: number) => number[];

const dot = (a: Row, b: Row) => a.reduce((sum, value, j) => sum + value * b[j]!, 0);
const weighted = (a: Row, b: Row, [first, second]: readonly [number, number]) =>
  a.map((value, j) => first * value + second * b[j]!);
const lerp: Interpolate = (a, b, t) => weighted(a, b, [1 - t, t]);
const unit = (a: Row) => a.map((value) => value / norm(a));

const byCosine = (cosine: number): Interpolate => (a, b, t) => {
  const omega = Math.acos(Math.min(1, Math.max(-1, cosine)));
  return weighted(a, b, [Math.sin((1 - t) * omega) / Math.sin(omega), Math.sin(t * omega) / Math.sin(omega)]);
};
const slerp: Interpolate = (a, b, t) => {
  const cosine = dot(unit(a), unit(b));
  return cosine > 1 - 1e-9 ? lerp(a, b, t) : byCosine(cosine)(a, b, t);
};
const normalised: Interpolate = (a, b, t) => {
  const [length, line] = [(1 - t) * norm(a) + t * norm(b), lerp(a, b, t)];
  return unit(line).map((value) => length * value);
};

const rowwise = (interpolate: Interpolate) => (args: readonly Argument[]): Parts => {
  const [start, end, t] = args as unknown as [TensorData, TensorData, number];
  const width = start.shape[1]!;
  const ends = rowsOf(end.values, width);
  const values = rowsOf(start.values, width).flatMap((a, i) => interpolate(a, ends[i]!, t));
  return { result: { shape: start.shape, values } };
};

const mistakes = [
  { says: "t runs from end to start", expect: rowwise((a, b, t) => slerp(a, b, 1 - t)) },
  { says: "that is the straight line", expect: rowwise(lerp) },
  { says: "that is the straight line, normalised afterwards", expect: rowwise(normalised) },
  { says: "the rows were normalised for good", expect: rowwise((a, b, t) => slerp(unit(a), unit(b), t)) },
  {
    says: "the angle was taken of rows that are not normalised",
    expect: rowwise((a, b, t) => byCosine(dot(a, b))(a, b, t)),
  },
];

type Pairs = readonly [start: readonly Row[], end: readonly Row[], t: number];
const tensor = (rows: readonly Row[]): TensorData => ({ shape: [rows.length, rows[0]!.length], values: rows.flat() });

const check = (draw: (random: Random) => Pairs, input?: string): CodingCheck =>
  callCheck({
    name: "slerp",
    draw: (random) => {
      const [start, end, t] = draw(random);
      return [tensor(start), tensor(end), t];
    },
    expect: rowwise(slerp),
    tolerance: 1e-3,
    mistakes,
    ...(input === undefined ? {} : { input }),
  });

const rows = (random: Random, count: number, width: number) => rowsOf(normals(random, count * width), width);
const ofNorm = (length: number, list: readonly Row[]) =>
  list.map((row) => unit(row).map((value) => Math.fround(length * value)));
const fixed = seeded(1);
const [from, to] = [rows(fixed, 3, 8), rows(fixed, 3, 8)];
const [longFrom, longTo] = [ofNorm(5, rows(fixed, 4, 16)), ofNorm(5, rows(fixed, 4, 16))];
const wide = [[Math.fround(Math.cos(2.5)), Math.fround(Math.sin(2.5))]];

const wideAt = (t: number) => check(() => [[[1, 0]], wide, t], `two unit vectors at 2.5 rad, t = ${t}`);
const kept = check(() => [longFrom, longTo, 0.3], "four pairs of rows of norm 5 in 16 dimensions, t = 0.3");

export const checks: Record<string, CodingCheck> = {
  "end-points": everyCall([
    check(() => [from, to, 0], "three pairs of rows in 8 dimensions, t = 0"),
    check(() => [from, to, 1], "three pairs of rows in 8 dimensions, t = 1"),
  ]),
  "quarter-circle": check(() => [[[1, 0]], [[0, 1]], 1 / 3], "(1, 0) to (0, 1), t = 1/3"),
  "norm-kept": {
    ...kept,
    judge(output, inputs) {
      const values = kept.judge(output, inputs);
      if (values.passed) return values;
      const { parts } = output as unknown as { parts: { result: TensorData } };
      const length = norm(parts.result.values.slice(0, 16));
      const told = judgeNumber(length, 5, { tolerance: 1e-3, what: "the norm of the first row" });
      return told.passed ? values : { ...values, message: `${values.message} ${told.message}` };
    },
  },
  "wide-angle": everyCall([wideAt(0.1), wideAt(0.25), wideAt(0.5), wideAt(0.9)]),
  "parallel": check(
    () => [[[1, 2, -1, 0.5], [1, 2, -1, 0.5], [1, 0, 0, 0]], [[1, 2, -1, 0.5], [2, 4, -2, 1], [0, 3, 0, 0]], 0.25],
    "a pair of equal rows, a pair of which one is twice the other, and (1, 0, 0, 0) to (0, 3, 0, 0), t = 0.25",
  ),
  "fresh-rows": check((random) => {
    const far = (a: readonly Row[], b: readonly Row[]) => a.every((row, i) => distance(unit(row), unit(b[i]!)) < 1.9);
    while (true) {
      const [start, end] = [rows(random, 5, 6), rows(random, 5, 6).map((row) => row.map((x) => Math.fround(2 * x)))];
      if (far(start, end)) return [start, end, uniforms(random, 1, { from: 0.1, to: 0.9 })[0]!];
    }
  }),
};
