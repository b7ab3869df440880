import assert from "node:assert/strict";
import { logit } from "./logit.ts";

Deno.test("logit() is the log of the odds, and finite at 0 and 1", () => {
  assert.equal(logit(0.5, { margin: 1e-3 }), 0);
  assert.ok(Math.abs(logit(0.8, { margin: 1e-3 }) - Math.log(4)) < 1e-12);
  for (const margin of [1e-3, 1e-6]) {
    assert.equal(logit(0, { margin }), logit(margin, { margin }));
    assert.equal(logit(1, { margin }), logit(1 - margin, { margin }));
  }
});
