import assert from "node:assert/strict";
import { formatTree, parseTree, predictTrees } from "./trees.ts";

const names = ["recall", "soft.dice"];
const text = "recall<0.25 soft.dice<-0.5 =-1 =0.5 =2";

Deno.test("parseTree and formatTree are each other's opposite", () => {
  assert.equal(formatTree(parseTree(text, names), names), text);
});

Deno.test.each([
  [[0.25, -0.5], -1],
  [[0.25, 0], 0.5],
  [[0.3, -9], 2],
])("predictTrees sends %j to the leaf of value %d", (features, expected) => {
  const trees = [parseTree(text, names)];
  assert.equal(predictTrees({ bias: 0, trees }, [...features as readonly number[]]), expected);
});

Deno.test("parseTree refuses what is no tree over the features", () => {
  assert.throws(() => parseTree("length<3 =0 =1", names), /Cannot read tree "length<3 =0 =1": word 1 is unknown/);
  assert.throws(() => parseTree("recall<3 =0", names), /word 3 is unknown/);
});
