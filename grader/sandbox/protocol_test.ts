import assert from "node:assert/strict";
import fc from "fast-check";
import { createFrameReader, createFrameSplitter, encodeFrame, frameBytesMax, frameMarker } from "./protocol.ts";

const marker = frameMarker("0123456789abcdef0123456789abcdef");
const bytes = (text: string) => new TextEncoder().encode(text);
const join = (parts: readonly Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

/** Feeds a stream in pieces and collects what the splitter makes of it. */
function split(stream: Uint8Array, sizes: readonly number[]) {
  const splitter = createFrameSplitter(marker);
  const frames: string[] = [];
  const output: Uint8Array[] = [];
  for (let from = 0, index = 0; from < stream.length; index++) {
    const size = sizes[index % sizes.length]!;
    const found = splitter(stream.subarray(from, from + size));
    frames.push(...found.frames);
    output.push(...found.output);
    from += size;
  }
  return { frames, output: new TextDecoder().decode(join(output)) };
}

const piece = fc.oneof(
  fc.record({ frame: fc.string({ unit: "binary" }) }),
  // Output that looks like frames, but cannot hold the nonce.
  fc.record({ text: fc.array(fc.constantFrom("\u0002", "0123", "abc", ":", "x", "00000002", "é"), { minLength: 1 }) }),
);

Deno.test("a splitter separates frames from output, however the stream is cut", () => {
  fc.assert(fc.property(
    fc.array(piece),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
    (pieces, sizes) => {
      const stream = join(
        pieces.map((each) => "frame" in each ? encodeFrame(each.frame, marker) : bytes(each.text.join(""))),
      );
      const { frames, output } = split(join([stream, bytes("end")]), sizes);
      const sent = pieces.flatMap((each) => "frame" in each ? [new TextDecoder().decode(bytes(each.frame))] : []);
      assert.deepEqual(frames, sent);
      assert.equal(output, pieces.map((each) => "frame" in each ? "" : each.text.join("")).join("") + "end");
    },
  ));
});

Deno.test("a splitter passes on frames of another nonce as output", () => {
  const forged = encodeFrame("{}", frameMarker("f".repeat(32)));
  assert.deepEqual(split(forged, [7]), { frames: [], output: new TextDecoder().decode(forged) });
});

Deno.test("a splitter refuses a frame that is too long or has no length", () => {
  for (const length of [(frameBytesMax + 1).toString(16).padStart(8, "0"), "-0000001", "zzzzzzzz"]) {
    assert.throws(() => createFrameSplitter(marker)(bytes(marker + length)), RangeError);
  }
});

Deno.test("a reader gives the frames that were encoded and then undefined", async () => {
  const sent = ["", "{}", "é".repeat(70_000)];
  const stream = join(sent.map((payload) => encodeFrame(payload)));
  let from = 0;
  const read = createFrameReader({
    read(buffer) {
      const part = stream.subarray(from, from + Math.min(buffer.length, 1000));
      buffer.set(part);
      from += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  });
  assert.deepEqual([await read(), await read(), await read(), await read()], [...sent, undefined]);
});
