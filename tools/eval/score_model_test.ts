import assert from "node:assert/strict";
import { referenceFeatureNames } from "./reference_features.ts";
import { readScoreModel, type StoredScoreModel } from "./score_model.ts";

const left = new Set(["worst"]);
const weights = Object.fromEntries([...referenceFeatureNames, "set.toy"].map((name, j) => [name, j + 1]));
const { worst: _, ...weighed } = weights;
const stored: StoredScoreModel = { sets: ["toy"], bias: 0.5, weights: weighed, trees: ["whole<0.25 =-0.1 =0.3"] };

Deno.test("readScoreModel() gives each feature its weight, and those that are left out none", () => {
  const { weights, trees } = readScoreModel(stored, left);
  assert.equal(weights.length, referenceFeatureNames.length + 1);
  weights.forEach((weight, j) => assert.equal(weight, referenceFeatureNames[j] === "worst" ? 0 : j + 1));
  assert.equal(trees.bias, 0.5);
});

const { best: __, ...withoutBest } = weighed;
Deno.test.each<[string, Partial<StoredScoreModel>, RegExp]>([
  ["a missing weight", { weights: withoutBest }, /^Cannot use the weights of a score: best missing, expected one for/],
  ["a weight that is no number", { weights: { ...weighed, best: NaN } }, /best missing/],
  [
    "a weight of no feature",
    { weights: { ...weighed, bset: 1 } },
    /^Cannot use the weights of a score: bset unknown, /,
  ],
  ["a weight of a feature that is left out", { weights }, /worst unknown/],
  ["a weight of a set that it does not name", { sets: [] }, /set\.toy unknown/],
  ["a tree over no feature", { trees: ["bset<0.25 =-0.1 =0.3"] }, /word 1 is unknown/],
])("readScoreModel() refuses %s", (_name, fault, message) => {
  assert.throws(() => readScoreModel({ ...stored, ...fault }, left), { name: "RangeError", message });
});
