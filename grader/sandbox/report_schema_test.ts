import assert from "node:assert/strict";
import { readOutput, reportSchema } from "./report_schema.ts";

Deno.test("readOutput gives plain data", () => {
  assert.deepEqual(readOutput('{"a":[1,null,"x",true],"b":{}}'), { a: [1, null, "x", true], b: {} });
});

Deno.test.each([
  ["text that is no JSON", "{"],
  ["a number that overflows", "1e999"],
  ["a hidden prototype", '[{"__proto__":{"a":1}}]'],
  ["deep nesting", "[".repeat(60) + "]".repeat(60)],
])("readOutput refuses %s", (_name, body) => {
  assert.throws(() => readOutput(body));
});

Deno.test("reports with anything missing or extra are refused", () => {
  const good = { kind: "threw", fault: { message: "m", line: 1, column: 2 }, peakKiB: 1, forged: 0 };
  assert.deepEqual(reportSchema.parse(good), good);
  for (
    const bad of [{ ...good, kind: "other" }, { ...good, extra: 1 }, { ...good, fault: {} }, { ...good, peakKiB: null }]
  ) {
    assert.ok(!reportSchema.safeParse(bad).success);
  }
});
