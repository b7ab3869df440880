import assert from "node:assert/strict";
import { forwardCheck, kernelWeights, mapEntries, normalizationWeights, parametersCheck, seeded } from "./mod.ts";

Deno.test("forwardCheck compares weights first, then outputs, and names the mistake", () => {
  const doubled = (by: number) => (input: Parameters<typeof mapEntries>[0]) => mapEntries(input, (value) => by * value);
  const check = forwardCheck({
    name: "build",
    args: [2],
    draw: () => ({
      input: { shape: [1, 2], values: [1, 3] },
      weights: { kernel: [{ shape: [2, 1], values: [2, 2] }] },
    }),
    accept: [doubled(2), doubled(4)],
    tolerance: 1e-4,
    mistakes: [{ says: "there it is tripled", output: doubled(3) }],
  });
  const inputs = check.draw(seeded(1));
  const judge = (...values: number[]) =>
    check.judge({ counts: { kernel: [2] }, output: { shape: [1, 2], values } }, inputs);
  const input = "build(2) with random weights, an input of shape [1, 2]";
  assert.equal(judge(2, 6).passed, true);
  assert.equal(judge(4, 12).passed, true);
  assert.deepEqual(judge(3, 9), {
    passed: false,
    message: "Expected the output at [0, 0] 2, got 3: there it is tripled.",
    input,
  });
  assert.deepEqual(check.judge({ counts: { kernel: [2], bias: [1] }, output: null }, inputs), {
    passed: false,
    message: "Expected bias weights of no values in the order of the layers, got 1.",
    input,
  });
  assert.equal(check.judge({ counts: {}, output: null }, inputs).passed, false);
  assert.equal(check.judge(null, inputs).passed, false);
});

Deno.test("parametersCheck tells the first model with another number, and what is there too much", () => {
  const mistakes = [{ says: "there is a bias", count: 11 }];
  const check = parametersCheck({
    name: "build",
    expected: [{ args: [1], count: 5, mistakes: [] }, { args: [2], count: 10, mistakes }],
  });
  assert.equal(check.judge([5, 10], null).passed, true);
  assert.deepEqual(check.judge([5, 11], null), {
    passed: false,
    message: "Expected 10 parameters, got 11: there is a bias.",
    input: "build(2)",
  });
  for (const output of [[5], [4, 10], [null, 10], null]) assert.equal(check.judge(output, null).passed, false);
});

Deno.test("drawn weights have the shapes of their layers, and variances are positive", () => {
  const { gamma, moving_variance: variances } = normalizationWeights(seeded(2), [3, 5]);
  assert.deepEqual(gamma?.map(({ shape }) => shape), [[3], [5]]);
  assert.ok(variances?.every(({ values }) => values.every((value) => value >= 200 && value < 900)));
  assert.equal(kernelWeights(seeded(3), [2, 2], 4).values.length, 4);
});
