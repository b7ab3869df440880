import assert from "node:assert/strict";
import { readVectors, storeVectors, wordVectors } from "./word_vectors.ts";

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  assert.ok(a && b, "a word has no vector");
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}

Deno.test("stored vectors keep their directions to a part in a hundred", () => {
  const rows = Float32Array.from([0.6, 0.8, 0, -1]);
  const { of, dimensions } = readVectors(storeVectors({ words: ["a", "b"], dimensions: 2, rows }));
  assert.equal(dimensions, 2);
  assert.ok(Math.abs((of("a")?.[0] ?? 0) - 0.6) < 0.01 && Math.abs((of("a")?.[1] ?? 0) - 0.8) < 0.01);
  assert.ok(Math.abs(cosine(of("a"), of("b")) + 0.8) < 0.01);
  assert.equal(of("c"), undefined);
});

Deno.test("the project's vectors know words that are related from words that are not", () => {
  const { of } = wordVectors;
  for (
    const [word, near, far] of [["evapor", "vapor", "neuron"], ["neuron", "nerv", "evapor"], ["rate", "speed", "cat"]]
  ) {
    const [close, distant] = [cosine(of(word!), of(near!)), cosine(of(word!), of(far!))];
    assert.ok(close > distant + 0.2, `${word}: ${near} ${close.toFixed(2)}, ${far} ${distant.toFixed(2)}`);
  }
});
