import assert from "node:assert/strict";
import { countTests } from "./test_counts.ts";

const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="5" failures="1" errors="0" time="0.003">
    <testsuite name="./a_test.ts" tests="5" disabled="1" errors="0" failures="1">
        <testcase name="passes" classname="./a_test.ts" time="0.000">
        </testcase>
        <testcase name="fails &lt;skipped/&gt;" classname="./a_test.ts" time="0.000">
            <failure message="no">&lt;testcase name="x"&gt; &lt;failure</failure>
        </testcase>
        <testcase name="is left out" classname="./a_test.ts" time="0.000">
            <skipped/>
        </testcase>
        <testcase name="has a step" classname="./a_test.ts" time="0.000">
        </testcase>
        <testcase name="has a step &gt; one" classname="./a_test.ts" time="0.000">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("countTests() counts cases and steps by their outcome, whatever their names hold", () => {
  assert.deepEqual(countTests(report), { passed: 3, failed: 1, skipped: 1 });
});

Deno.test("countTests() refuses what is no report", () => {
  assert.throws(() => countTests("ok"), { name: "SyntaxError", message: /expected JUnit XML/ });
});
