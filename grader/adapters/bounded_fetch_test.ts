import assert from "node:assert/strict";
import { boundedFetch, ResponseTooLong } from "./bounded_fetch.ts";

const answering = (body: BodyInit | null, init?: ResponseInit) =>
  boundedFetch(() => Promise.resolve(new Response(body, init)), 10);

Deno.test("boundedFetch hands on a response that is short enough, with its status and headers", async () => {
  const response = await answering("0123456789", { status: 418, headers: { "retry-after": "7" } })("http://localhost");
  assert.deepEqual([response.status, response.headers.get("retry-after")], [418, "7"]);
  assert.equal(await response.text(), "0123456789");
});

Deno.test("boundedFetch hands on a response without a body", async () => {
  assert.equal((await answering(null, { status: 204 })("http://localhost")).status, 204);
});

Deno.test("boundedFetch ends a response that is too long, and reads no more of it", async () => {
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      read++;
      controller.enqueue(new Uint8Array(4));
    },
  });
  await assert.rejects((await answering(endless)("http://localhost")).text(), ResponseTooLong);
  assert.ok(read < 10);
});
