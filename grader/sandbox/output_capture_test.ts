import assert from "node:assert/strict";
import { createOutputCapture } from "./output_capture.ts";

Deno.test("a capture keeps 16 KiB, counts everything and says how much it left out", () => {
  const capture = createOutputCapture();
  for (let i = 0; i < 20; i++) capture.add(new TextEncoder().encode("x".repeat(1000)));
  assert.equal(capture.bytes, 20_000);
  assert.equal(capture.text(), `${"x".repeat(16_384)}\n… (3616 more bytes)`);
});

Deno.test("a capture that hides keeps what came before and counts what comes after", () => {
  const capture = createOutputCapture();
  const add = (text: string) => capture.add(new TextEncoder().encode(text));
  add("shown\n");
  capture.hide();
  assert.equal(capture.text(), "shown\n");
  add("secret");
  assert.equal(capture.text(), "shown\n… (6 bytes that were printed during hidden checks are not shown)");
  assert.equal(capture.bytes, 12);
});

Deno.test("a capture joins a letter that was cut between two chunks", () => {
  const capture = createOutputCapture();
  const bytes = new TextEncoder().encode("é");
  capture.add(bytes.subarray(0, 1));
  capture.add(bytes.subarray(1));
  assert.equal(capture.text(), "é");
});
