import assert from "node:assert/strict";
import { csvLine } from "./csv.ts";

Deno.test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "=HYPERLINK(1)\nand a second line",
  "\n=1",
  "\r\n@a",
  "  =1",
  "\u00a0=1",
  "\uff1d1",
  "\uff201",
])("csvLine() lets no cell begin a formula: %j", (cell) => {
  assert.equal(csvLine(["", cell]), `,"'${cell}"\r\n`);
});

Deno.test("csvLine() leaves numbers and other text as they are", () => {
  assert.equal(csvLine([-1.5, "a = b", null, undefined, "x,y"]), '-1.5,a = b,,,"x,y"\r\n');
});
