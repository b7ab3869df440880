import assert from "node:assert/strict";
import { glosses, vectorsOf } from "./gloss_vectors.ts";

Deno.test("glosses() reads a synset's words and its gloss, and passes over the licence", () => {
  const file = [
    "  1 This software and database is being provided to you, the LICENSEE, | by Princeton",
    "00001740 03 n 02 water_vapour 0 steam 0 001 @ 00001930 n 0000 | water in the form of a gas",
  ].join("\n");
  assert.deepEqual(glosses([file]), ["water vapour steam  water in the form of a gas"]);
});

function cosine({ words, dimensions, rows }: ReturnType<typeof vectorsOf>, a: string, b: string): number {
  const [i, j] = [words.indexOf(a), words.indexOf(b)];
  assert.ok(i >= 0 && j >= 0, `${a} or ${b} has no vector`);
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += rows[i * dimensions + k]! * rows[j * dimensions + k]!;
  return sum;
}

const texts = Array.from({ length: 12 }, () => [
  "cat purrs sofa milk whiskers",
  "kitten purrs sofa milk whiskers",
  "engine burns diesel piston smoke",
  "motor burns diesel piston smoke",
]).flat();

Deno.test("vectorsOf() puts words that keep the same company close together", () => {
  const vectors = vectorsOf(texts, { words: 50, dimensions: 4 });
  assert.ok(cosine(vectors, "cat", "kitten") > 0.9);
  assert.ok(cosine(vectors, "engin", "motor") > 0.9);
  assert.ok(cosine(vectors, "cat", "motor") < 0.2);
});

Deno.test("vectorsOf() gives unit vectors, the same ones of the same texts", () => {
  const vectors = vectorsOf(texts, { words: 50, dimensions: 4 });
  for (const word of vectors.words) assert.ok(Math.abs(cosine(vectors, word, word) - 1) < 1e-5, word);
  assert.deepEqual(vectors, vectorsOf(texts, { words: 50, dimensions: 4 }));
});
