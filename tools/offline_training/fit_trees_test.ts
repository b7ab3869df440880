import assert from "node:assert/strict";
import fc from "fast-check";
import { predictTrees } from "../../grader/free_text/offline/trees.ts";
import { seeded } from "../eval/bootstrap.ts";
import { fitTrees, type TreeOptions } from "./fit_trees.ts";

const options: TreeOptions = {
  signs: [0, 0],
  trees: 60,
  leaves: 4,
  rate: 0.3,
  rowsMin: 5,
  ridge: 1,
  rowShare: 1,
  featureShare: 1,
};

function rows(target: (x: number, y: number) => number) {
  const random = seeded(3);
  return Array.from({ length: 400 }, () => {
    const features = [random(), random()];
    return { features, target: target(features[0]!, features[1]!), weight: 1 };
  });
}

const either = rows((x, y) => (x > 0.5) !== (y > 0.5) ? 1 : 0);

Deno.test("fitTrees learns what no line divides", () => {
  const model = fitTrees(either, options);
  const right = either.filter(({ features, target }) => (predictTrees(model, features) > 0 ? 1 : 0) === target).length;
  assert.ok(right / either.length > 0.97, `${right} of ${either.length}`);
});

Deno.test("fitTrees makes the same trees of the same rows", () => {
  const drawn = { ...options, rowShare: 0.7, featureShare: 0.7 };
  assert.deepEqual(fitTrees(either, drawn), fitTrees(either, drawn));
});

Deno.test("fitTrees never lets a feature of sign -1 raise the prediction, nor one of sign +1 lower it", () => {
  const signs = [1, -1] as const;
  const model = fitTrees(rows((x, y) => Math.sin(9 * x) + y > 0.5 ? 1 : 0), { ...options, signs });
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(unit, unit, unit, (a, b, other) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    assert.ok(predictTrees(model, [low, other]) <= predictTrees(model, [high, other]) + 1e-9);
    assert.ok(predictTrees(model, [other, low]) >= predictTrees(model, [other, high]) - 1e-9);
  }));
});
