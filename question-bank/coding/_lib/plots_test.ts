import assert from "node:assert/strict";
import { cloud, lossPlots } from "./mod.ts";

const options = { id: "losses", title: "Losses" };

Deno.test("lossPlots draws what a submission told, and leaves out what is no number", () => {
  const [plot] = lossPlots({ steps: [0, 10, 20], losses: { d: [1, null, 3], g: ["x", null, null] } }, options);
  assert.deepEqual(plot?.series, [{ name: "d", x: [0, 20], y: [1, 3] }]);
});

Deno.test("lossPlots draws nothing of nothing", () => {
  for (const got of [null, undefined, 3, [], { steps: [null], losses: {} }, { steps: [], losses: { d: [] } }]) {
    assert.deepEqual(lossPlots(got, options), []);
  }
});

Deno.test("a cloud holds the points' coordinates", () => {
  assert.deepEqual(cloud("data", [[1, 2], [3, 4]]), { name: "data", x: [1, 3], y: [2, 4] });
});
