import assert from "node:assert/strict";
import type { Json } from "../../mod.ts";
import { numbersCheck } from "./mod.ts";

const random = { uniform: () => 0, normal: () => 0 };

Deno.test("numbersCheck judges every number of every call and names a mistake that explains what is wrong", () => {
  const check = numbersCheck<[number[]]>({
    name: "summary",
    draw: () => [[[1, 2]], [[3, 5]]],
    expect: (list) => ({ sum: list[0]! + list[1]!, rising: list[0]! < list[1]! }),
    tolerance: 1e-9,
    mistakes: [{ says: "that is the product", expect: (list) => ({ sum: list[0]! * list[1]! }) }],
  });
  const inputs = check.draw(random);
  const right = [{ sum: 3, rising: true }, { sum: 8, rising: true }] as const;
  assert.deepEqual(check.judge(right, inputs), { passed: true, message: "Expected sum 3, got 3." });
  const wrong = [
    [[right[0], { sum: 15, rising: true }], "Expected sum 8, got 15: that is the product."],
    [[right[0], { sum: 8, rising: false }], "Expected rising true, got false."],
    [[{ sum: 3, rising: 1 }, right[1]], "Expected rising true, got 1."],
    [[{ sum: null, rising: true }, right[1]], "Expected sum 3, got no finite number."],
    [[right[0]], "Expected sum 8, got no finite number."],
    [null, "Expected sum 3, got no finite number."],
  ] as const;
  for (const [output, message] of wrong) {
    assert.deepEqual(check.judge(output, inputs), { passed: false, message });
  }
});

Deno.test("numbersCheck tells a tensor from a number", () => {
  const check = numbersCheck<[number]>({
    name: "half",
    draw: () => [[4]],
    expect: (x) => ({ result: x / 2 }),
    tolerance: 1e-9,
    what: "the half",
    input: "4",
  });
  class Tensor {}
  const run = (half: () => unknown) => {
    const inputs = check.draw(random);
    const context = { tf: { Tensor }, candidate: { half }, inputs, report: () => {} };
    return check.judge(check.probe(context) as Json, inputs);
  };
  assert.deepEqual(run(() => 2), { passed: true, message: "Expected the half 2, got 2.", input: "4" });
  assert.equal(run(() => new Tensor()).message, 'Expected the half 2, got "a tensor".');
});
