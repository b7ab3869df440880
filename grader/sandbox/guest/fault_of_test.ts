import assert from "node:assert/strict";
import { faultOf, linesBefore } from "./fault_of.ts";

const evaluate = (body: string) => {
  try {
    // The evaluator puts a line of its own before the submission, and new Function two more.
    new Function(`"use strict";\n${body}\n//# sourceURL=submission.ts`)();
  } catch (error) {
    return faultOf(error);
  }
  return assert.fail("nothing was thrown");
};

Deno.test("faultOf finds the line and column of the submission that threw", () => {
  assert.equal(linesBefore, 3);
  assert.deepEqual(evaluate("const a = 1;\n  throw new RangeError('no');"), {
    message: "RangeError: no",
    line: 2,
    column: 9,
  });
  assert.deepEqual(evaluate("const f = () => undefined.x;\nf();").line, 1);
});

Deno.test.each([
  ["a text", "oops", 'Threw "oops"'],
  ["null", null, "Threw null"],
  ["an object without a message", {}, "Threw an object without a message"],
  ["a message that is no text", { message: 3 }, "Threw an object without a message"],
  ["a plain error", new Error("m"), "m"],
])("faultOf describes %s", (_name, thrown, message) => {
  assert.deepEqual(faultOf(thrown).message, message);
});

Deno.test("faultOf survives hostile values and stays short", () => {
  const hostile = new Proxy({}, {
    get() {
      throw new Error("trap");
    },
  });
  assert.equal(faultOf(hostile).message, "Threw a value that cannot be read");
  assert.ok(faultOf(new Error("x".repeat(1e6))).message.length < 2_100);
  assert.equal(faultOf({ message: "m", stack: "at submission.ts, <anonymous>:x:y" }).line, undefined);
});
