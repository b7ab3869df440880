import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { readBody } from "./batch_lines.ts";

Deno.test("readBody() reads the same lines however a body is cut into chunks", async () => {
  const texts = fc.array(fc.constantFrom("", "a", "é", "😀", "\r", "\n", "\r\n", "long ".repeat(50)), {
    maxLength: 30,
  });
  await fc.assert(fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (pieces, size) => {
    const bytes = new TextEncoder().encode(pieces.join(""));
    const chunks = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, n) => bytes.slice(n * size, (n + 1) * size),
    );
    const { lines, hash } = readBody(ReadableStream.from(chunks));
    const read = await Array.fromAsync(lines);
    const expected = pieces.join("").split("\n");
    if (expected.at(-1) === "") expected.pop();
    assert.deepEqual(read.map(({ text }) => text), expected.map((text) => text.replace(/\r$/, "")));
    assert.deepEqual(read.map(({ number }) => number), expected.map((_, n) => n + 1));
    assert.equal(hash(), createHash("sha256").update(bytes).digest("hex"));
  }));
});

Deno.test("readBody() looks at what it has received once, in however many pieces a line comes", async () => {
  const chunks = Array.from({ length: 20_000 }, () => new Uint8Array(400).fill(0x61));
  const split = String.prototype.split;
  let looked = 0;
  // What is searched for line breaks, in all, is what came in.
  String.prototype.split = function (this: string, ...given: Parameters<typeof split>) {
    looked += this.length;
    return split.apply(this, given);
  } as typeof split;
  try {
    const read = await Array.fromAsync(readBody(ReadableStream.from(chunks)).lines);
    assert.deepEqual(read.map(({ text }) => text.length), [8_000_000]);
  } finally {
    String.prototype.split = split;
  }
  assert.ok(looked <= 2 * 8_000_000, `${looked} characters were looked at`);
});
