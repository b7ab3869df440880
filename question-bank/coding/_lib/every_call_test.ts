import assert from "node:assert/strict";
import { callCheck, everyCall } from "./mod.ts";

Deno.test("everyCall tells the first of several calls that is wrong", () => {
  const doubled = (value: number) =>
    callCheck({
      name: "doubled",
      draw: () => [value],
      expect: ([x]) => ({ result: { shape: [], values: [2 * (x as number)] } }),
      tolerance: 1e-6,
    });
  const check = everyCall([doubled(1), doubled(3)]);
  const inputs = check.draw({ uniform: () => 0, normal: () => 0 });
  const results = (...values: number[]) =>
    values.map((value) => ({ parts: { result: { shape: [], values: [value] } } }));
  assert.equal(check.judge(results(2, 6), inputs).passed, true);
  assert.deepEqual(check.judge(results(2, 7), inputs), {
    passed: false,
    message: "Expected the result 6, got 7.",
    input: "3",
  });
  assert.equal(check.judge(results(2), inputs).passed, false);
  assert.equal(check.judge(null, inputs).passed, false);
});
