import assert from "node:assert/strict";
import fc from "fast-check";
import { formatTree, parseTree, predictTrees, type Tree } from "./trees.ts";

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

/** A tree of so many splits as it is stored, over features a, b and c. */
const treeText = (splits: number): fc.Arbitrary<string> =>
  splits === 0
    ? fc.integer({ min: -9, max: 9 }).map((value) => `=${value}`)
    : fc.nat(splits - 1).chain((left) =>
      fc.record({
        name: fc.constantFrom("a", "b", "c"),
        threshold: fc.integer({ min: -3, max: 3 }),
        sides: fc.tuple(treeText(left), treeText(splits - 1 - left)),
      }).map(({ name, threshold, sides }) => `${name}<${threshold} ${sides.join(" ")}`)
    );

/** The value of the leaf that is found from the root, node by node. */
function followed({ feature, threshold, left, right, value }: Tree, row: readonly number[]): number {
  let node = 0;
  while (feature[node]! >= 0) node = row[feature[node]!]! <= threshold[node]! ? left[node]! : right[node]!;
  return value[node]!;
}

Deno.test("predictTrees adds up the leaves that one finds by following each tree from its root", () => {
  const anyTree = fc.nat(31).chain(treeText).map((text) => parseTree(text, ["a", "b", "c"]));
  const anyRow = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(anyTree), fc.array(anyRow), (trees, rows) => {
      const model = { bias: 0.5, trees };
      for (const row of rows) {
        assert.equal(predictTrees(model, row), trees.reduce((sum, tree) => sum + followed(tree, row), 0.5));
      }
    }),
    { seed: 20261128 },
  );
});

Deno.test("predictTrees refuses a tree of more leaves than a word has bits", () => {
  const chain = `${Array.from({ length: 32 }, (_, i) => `a<${i} =1`).join(" ")} =2`;
  assert.throws(() => predictTrees({ bias: 0, trees: [parseTree(chain, ["a"])] }, [0]), /tree of 33 leaves/);
});
