import assert from "node:assert/strict";
import fc from "fast-check";
import { bootstrap, seeded } from "./bootstrap.ts";
import {
  auc,
  confusion,
  kappa,
  levelTable,
  macroF1,
  pearson,
  precision,
  quadraticKappa,
  recall,
  rmse,
  type Scored,
} from "./metrics.ts";

const rows = (pairs: readonly (readonly [number, number])[]): Scored[] =>
  pairs.map(([human, predicted], i) => ({ group: `q${i % 3}`, human, predicted }));
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} ≠ ${expected}`);
const perfect = rows([[0, 0], [1, 1], [0.5, 0.5], [1, 1]]);

Deno.test("metrics of a perfect grader are perfect", () => {
  near(pearson(perfect), 1);
  near(rmse(perfect), 0);
  for (const metric of [kappa, macroF1, auc, precision, recall]) near(metric(perfect), 1);
  near(quadraticKappa(perfect, 3), 1);
});

Deno.test("metrics agree with values worked out by hand", () => {
  const table = rows([
    ...Array(20).fill([1, 1]),
    ...Array(5).fill([1, 0]),
    ...Array(10).fill([0, 1]),
    ...Array(15).fill([0, 0]),
  ]);
  assert.deepEqual(confusion(table), { truePositive: 20, falsePositive: 10, falseNegative: 5, trueNegative: 15 });
  near(kappa(table), 0.4);
  near(precision(table), 2 / 3);
  near(recall(table), 0.8);
  near(macroF1(table), (40 / 55 + 30 / 45) / 2);
  near(rmse(table), Math.sqrt(0.3));
  near(pearson(rows([[0, 0.2], [0.5, 0.3], [1, 0.4]])), 1);
});

Deno.test("metrics of nothing are no numbers", () => {
  for (const metric of [rmse, pearson, auc, precision, recall]) assert.ok(Number.isNaN(metric([])), metric.name);
});

Deno.test("auc counts ties as half", () => {
  near(auc(rows([[1, 0.5], [0, 0.5]])), 0.5);
  near(auc(rows([[1, 0.9], [1, 0.2], [0, 0.5], [0, 0.1]])), 0.75);
});

Deno.test("quadraticKappa weighs a miss by two levels four times one by one level", () => {
  const even: [number, number][] = [[0, 0], [0.5, 0.5], [1, 1]];
  const byOne = 1 - quadraticKappa(rows([...even, ...even, [0, 0.5], [0.5, 0]]), 3);
  const byTwo = 1 - quadraticKappa(rows([...even, ...even, [0, 1], [1, 0]]), 3);
  assert.ok(byTwo > 3 * byOne);
  assert.deepEqual(levelTable(rows([[0, 1], [0.4, 0.6]]), 3), [[0, 0, 1], [0, 1, 0], [0, 0, 0]]);
});

Deno.test("metrics stay within their bounds for any scores", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(fc.array(fc.tuple(score, score), { minLength: 2 }), (pairs) => {
    const any = rows(pairs);
    for (const metric of [kappa, pearson, (r: Scored[]) => quadraticKappa(r, 3)]) {
      const value = metric(any);
      assert.ok(Number.isNaN(value) || (value >= -1 - 1e-6 && value <= 1 + 1e-6));
    }
    for (const metric of [macroF1, auc, rmse]) {
      const value = metric(any);
      assert.ok(Number.isNaN(value) || (value >= 0 && value <= 1 + 1e-9));
    }
  }));
});

Deno.test("bootstrap is repeatable, holds the value and is wider for fewer questions", () => {
  const many = Array.from(
    { length: 200 },
    (_, i): Scored => ({ group: `q${i}`, human: i % 2, predicted: i % 7 === 0 ? 1 : i % 2 }),
  );
  const few = many.map((row, i) => ({ ...row, group: `q${i % 4}` }));
  const estimate = (list: readonly Scored[]) => bootstrap(list, kappa, { samples: 200, random: seeded(3) });
  assert.deepEqual(estimate(many), estimate(many));
  const { value, low, high } = estimate(many);
  assert.ok(low <= value && value <= high);
  assert.ok(estimate(few).high - estimate(few).low !== high - low);
});
