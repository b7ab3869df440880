import assert from "node:assert/strict";
import { seeded } from "../eval/bootstrap.ts";
import { type Example, fitLogistic, logitOf } from "./fit_logistic.ts";

function drawn(weights: readonly number[], bias: number, count: number): Example[] {
  const random = seeded(1);
  return Array.from({ length: count }, () => {
    const features = weights.map(() => 4 * random() - 2);
    const logit = features.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), bias);
    return { features, target: 1 / (1 + Math.exp(-logit)), weight: 1 };
  });
}

Deno.test("fitLogistic finds the weights that made the targets", () => {
  const { weights, bias } = fitLogistic(drawn([1.5, -0.5, 0], 0.3, 400), { signs: [0, 0, 0], ridge: 0 });
  for (const [j, expected] of [1.5, -0.5, 0].entries()) assert.ok(Math.abs((weights[j] ?? NaN) - expected) < 1e-3);
  assert.ok(Math.abs(bias - 0.3) < 1e-3);
});

Deno.test("fitLogistic keeps to the signs it is given", () => {
  const { weights } = fitLogistic(drawn([-1, 1], 0, 200), { signs: [1, -1], ridge: 1 });
  assert.deepEqual([...weights].map(Math.abs), [0, 0]);
});

Deno.test("fitLogistic gives a constant feature no weight", () => {
  const rows = drawn([1], 0, 100).map((row) => ({ ...row, features: [row.features[0] ?? 0, 7] }));
  const model = fitLogistic(rows, { signs: [0, 0], ridge: 0.1 });
  assert.equal(Math.abs(model.weights[1] ?? NaN), 0);
  assert.ok(logitOf(model, [2, 7]) > 0 && logitOf(model, [-2, 7]) < 0);
});
