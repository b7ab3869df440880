import assert from "node:assert/strict";
import fc from "fast-check";
import { parseReply, replySchema } from "./reply.ts";

const entry = { id: "a", reason: "r", quote: "q", verdict: "met" };

Deno.test("parseReply drops the entries that are not whole and keeps the others", () => {
  const text = JSON.stringify({
    criteria: [entry, { id: "b" }, { ...entry, verdict: "maybe" }, 7, null],
    misconceptions: [{ id: 1 }],
  });
  assert.deepEqual(parseReply(text), { criteria: [entry], misconceptions: [] });
});

Deno.test.each(["", "null", "[]", "{}", "{", "nonsense", '{"criteria": {}}', '{"score": 1}'])(
  "parseReply finds no reply in %j",
  (text) => {
    assert.equal(parseReply(text), undefined);
  },
);

Deno.test("parseReply never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    const reply = parseReply(text);
    assert.ok(reply === undefined || Array.isArray(reply.criteria));
  }));
});

Deno.test("replySchema names every property as required, as strict mode demands", () => {
  const check = (schema: unknown) => {
    if (typeof schema !== "object" || schema === null) return;
    const { type, properties, required, additionalProperties } = schema as Record<string, unknown>;
    if (type === "object") {
      assert.deepEqual(required, Object.keys(properties as object));
      assert.equal(additionalProperties, false);
    }
    Object.values(schema).forEach(check);
  };
  check(replySchema);
});
