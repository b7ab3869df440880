import assert from "node:assert/strict";
import { createOutputCapture } from "./output_capture.ts";

Deno.test("a capture keeps 16 KiB, counts everything and says how much it left out", () => {
  const capture = createOutputCapture();
  for (let i = 0; i < 20; i++) capture.add(new TextEncoder().encode("x".repeat(1000)));
  assert.equal(capture.bytes, 20_000);
  assert.equal(capture.text(), `${"x".repeat(16_384)}\n… (3616 more bytes)`);
});

Deno.test("a capture joins a letter that was cut between two chunks", () => {
  const capture = createOutputCapture();
  const bytes = new TextEncoder().encode("é");
  capture.add(bytes.subarray(0, 1));
  capture.add(bytes.subarray(1));
  assert.equal(capture.text(), "é");
});
