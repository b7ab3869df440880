import assert from "node:assert/strict";
import fc from "fast-check";
import { serialise } from "./serialise.ts";

Deno.test("serialise writes what JSON.parse reads back", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
    const plain = JSON.parse(JSON.stringify(value));
    assert.deepEqual(JSON.parse(serialise(value, 1 << 20)), JSON.parse(JSON.stringify(plain)));
  }));
});

Deno.test("serialise writes null for what is not finite and lists for typed arrays", () => {
  assert.equal(serialise([NaN, -Infinity, undefined, new Float32Array([0.5])], 100), "[null,null,null,[0.5]]");
  assert.equal(serialise({ a: undefined, b: -0 }, 100), '{"b":0}');
});

Deno.test("serialise refuses what is not data, too deep or too long", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  for (const value of [() => 1, Symbol(), 1n]) assert.throws(() => serialise([value], 100), TypeError);
  for (const value of [cyclic, "x".repeat(101), "x".repeat(1e6), Array(50).fill(1)]) {
    assert.throws(() => serialise(value, 100), RangeError);
  }
});
