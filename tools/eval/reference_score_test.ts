import assert from "node:assert/strict";
import { referenceFeatureNames } from "./reference_features.ts";
import { referenceScore, scaleOf } from "./reference_score.ts";

Deno.test("scaleOf() takes scores for labels only where nobody got a part", () => {
  assert.equal(scaleOf([0, 1, 1]), "labels");
  assert.equal(scaleOf([0, 0.5, 1]), "marks");
});

Deno.test("an unknown set is judged as leniently as sets of its scale, a known one as it was", () => {
  const features = referenceFeatureNames.map(() => 0.5);
  const score = (set: string, scale: "marks" | "labels") => referenceScore(features, { set, isPoint: false, scale });
  const [marks, labels] = [score("unknown", "marks"), score("unknown", "labels")];
  assert.ok(marks > labels, "people who give marks give more than people who say right or wrong");
  assert.ok(marks < score("mohler", "marks") && marks > score("saf_en", "marks"));
  assert.ok(labels < score("scientsbank", "labels") && labels > score("beetle", "labels"));
  assert.equal(score("beetle", "marks"), score("beetle", "labels"));
});
