import assert from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "./random.ts";

Deno.test("seededRandom repeats itself for a seed and not without one", () => {
  const numbers = (seed?: number) => {
    const random = seededRandom(seed);
    return [random.uniform(), random.normal(), random.uniform()];
  };
  fc.assert(fc.property(fc.nat(), (seed) => assert.deepEqual(numbers(seed), numbers(seed))));
  assert.notDeepEqual(numbers(), numbers());
});

Deno.test("seededRandom gives uniforms in [0, 1) and finite normals of mean 0 and variance 1", () => {
  const random = seededRandom(3);
  const uniforms = Array.from({ length: 20_000 }, () => random.uniform());
  const normals = Array.from({ length: 20_000 }, () => random.normal());
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(uniforms.every((value) => value >= 0 && value < 1) && normals.every(Number.isFinite));
  // Five standard errors.
  assert.ok(Math.abs(mean(uniforms) - 0.5) < 5 * Math.sqrt(1 / 12 / 20_000));
  assert.ok(Math.abs(mean(normals)) < 5 * Math.sqrt(1 / 20_000));
  assert.ok(Math.abs(mean(normals.map((value) => value * value)) - 1) < 5 * Math.sqrt(2 / 20_000));
});
