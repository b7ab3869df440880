import assert from "node:assert/strict";
import type { Losses } from "../protocol.ts";
import { createReporter } from "./reporter.ts";

function told(...calls: readonly (readonly [unknown, unknown])[]): string {
  const heard: Losses[] = [];
  for (const [step, losses] of calls) createReporter((each) => heard.push(each))(step, losses);
  return JSON.stringify(heard);
}

Deno.test("a reporter tells finite numbers by name and leaves out everything else", () => {
  const losses = { d: 0.5, g: NaN, text: "x", deep: { a: 1 } };
  assert.equal(told([3, losses]), '[{"step":3,"losses":{"d":0.5}}]');
  assert.equal(told([NaN, losses], ["3", losses], [3, null], [3, "x"]), "[]");
});

Deno.test("a reporter cuts what is too much, and takes no lies about how to write it down", () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}${"n".repeat(100)}`, 1]));
  const [{ losses }] = JSON.parse(told([1, many]));
  assert.equal(Object.keys(losses).length, 8);
  assert.ok(Object.keys(losses).every((name) => name.length <= 40));
  assert.equal(told([1, { a: 1, toJSON: () => "lie" }]), '[{"step":1,"losses":{"a":1}}]');
});

Deno.test("a reporter that is called at every step tells now and then", () => {
  let heard = 0;
  const report = createReporter(() => heard++);
  for (let step = 0; step < 1_000; step++) report(step, { d: 1 });
  assert.ok(heard >= 1 && heard < 100, `${heard}`);
});
