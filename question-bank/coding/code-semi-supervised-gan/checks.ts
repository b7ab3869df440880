import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, callCheck, mean, normalTensor, rowsOf, seeded, type TensorData } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

type Row = readonly number[];
interface Losses {
  /** Of a row and its label. */
  readonly supervised: (row: Row, label: number) => number;
  readonly unlabeled: (row: Row) => number;
  readonly fake: (row: Row) => number;
}

const first = (row: Row) => row.slice(0, -1);
const right: Losses = {
  supervised: (row, label) => logSumExp(first(row)) - row[label]!,
  unlabeled: (row) => logSumExp(row) - logSumExp(first(row)),
  fake: (row) => logSumExp(row) - row.at(-1)!,
};

const scalar = (value: number): TensorData => ({ shape: [], values: [value] });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function expect(losses: Losses, over = mean) {
  return (args: readonly Argument[]) => {
    const [labeled, labels, unlabeled, fake] = args as readonly TensorData[];
    const rows = ({ shape, values }: TensorData) => rowsOf(values, shape[1]!);
    return {
      supervised: scalar(over(rows(labeled!).map((row, i) => losses.supervised(row, labels!.values[i]!)))),
      unlabeled: scalar(over(rows(unlabeled!).map(losses.unlabeled))),
      fake: scalar(over(rows(fake!).map(losses.fake))),
    };
  };
}

const never = () => NaN;
const mistakes = [
  {
    says: "that averages the log-probabilities of all classes",
    expect: expect({
      supervised: (row) => logSumExp(row) - mean(row),
      unlabeled: (row) => logSumExp(row) - mean(row),
      fake: (row) => logSumExp(row) - mean(row),
    }),
  },
  {
    says: "that averages the log-probabilities of the real classes",
    expect: expect({ supervised: never, unlabeled: (row) => logSumExp(row) - mean(first(row)), fake: never }),
  },
  {
    says: "that is taken over all K+1 classes",
    expect: expect({ ...right, supervised: (row, label) => logSumExp(row) - row[label]! }),
  },
  {
    says: "that asks for the opposite",
    expect: expect({ supervised: never, unlabeled: right.fake, fake: right.unlabeled }),
  },
  {
    says: "there the fake class is the first one",
    expect: expect({
      supervised: (row, label) => logSumExp(row.slice(1)) - row[label + 1]!,
      unlabeled: (row) => logSumExp(row) - logSumExp(row.slice(1)),
      fake: (row) => logSumExp(row) - row[0]!,
    }),
  },
  {
    says: "that takes the likeliest class for the right one",
    expect: expect({ supervised: never, unlabeled: (row) => logSumExp(row) - Math.max(...first(row)), fake: never }),
  },
  { says: "that is the sum over the batch, not the mean", expect: expect(right, sum) },
];

function losses(
  draw: (random: Random) => readonly Argument[],
  { isDifferentiated = false } = {},
): CodingCheck {
  return callCheck({
    name: "semiSupervisedLosses",
    draw,
    expect: expect(right),
    tolerance: 1e-3,
    mistakes,
    ...(isDifferentiated ? { gradientBy: [0, 2, 3] } : {}),
  });
}

const table = (...rows: readonly Row[]): TensorData => ({ shape: [rows.length, rows[0]!.length], values: rows.flat() });
const labels = (...values: number[]): TensorData => ({ shape: [values.length], values, dtype: "int32" });

function drawn(random: Random): Argument[] {
  const logits = (count: number) => normalTensor(random, [count, 4], { deviation: 2 });
  return [logits(4), labels(2, 0, 1, 1), logits(5), logits(6)];
}

export const checks: Record<string, CodingCheck> = {
  "by-hand": losses(() => [table([2, 0, 5]), labels(0), table([2, 1, 0]), table([0, 1, 2])]),
  "tables": losses(() => drawn(seeded(1))),
  "any-class": losses(() => [
    table([1, 0, 0, 0]),
    labels(0),
    table([5, 0, 0, 0], [0, 5, 0, 0], [0, 0, 5, 0]),
    table([0, 1, 0, 0]),
  ]),
  "confident": losses(
    () => [table([30, 0, 0, -5], [0, 0, 30, 2]), labels(0, 2), table([0, 30, 0, 0]), table([0, 0, 0, 30])],
  ),
  "large-logits": losses(() => [
    table([-80, 80, -80, 80]),
    labels(0),
    table([-80, -80, -80, 80], [-200, -200, -200, 200]),
    table([80, 80, 80, -80], [200, 200, 200, -200]),
  ]),
  "gradient": losses(() => drawn(seeded(2)), { isDifferentiated: true }),
  "fresh-tables": losses((random) => {
    const logits = (count: number) => normalTensor(random, [count, 6], { deviation: 2 });
    const classes = Array.from({ length: 7 }, () => Math.floor(random.uniform() * 5));
    return [logits(7), labels(...classes), logits(3), logits(4)];
  }, { isDifferentiated: true }),
};
