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

Deno.test.each([
  ["a fence", (reply: string) => `Here:\n\`\`\`json\n${reply}\n\`\`\`\nDone {here}.`],
  ["a fence of no language", (reply: string) => `Here {it is}:\n\`\`\`${reply}\`\`\``],
  ["an open fence", (reply: string) => `\`\`\`json\n${reply}`],
  ["prose", (reply: string) => `Well: ${reply} That is all.`],
])("parseReply reads a reply in %s", (_name, wrap) => {
  const reply = { criteria: [entry], misconceptions: [] };
  assert.deepEqual(parseReply(wrap(JSON.stringify(reply))), reply);
});

Deno.test("parseReply passes over a megabyte of blanks after a fence that never ends", () => {
  assert.equal(parseReply("```json" + " ".repeat(1_000_000)), undefined);
});

Deno.test("parseReply reads a verdict in capitals", () => {
  const { criteria } = parseReply(JSON.stringify({ criteria: [{ ...entry, verdict: "Not-Met" }] })) ?? {};
  assert.equal(criteria?.[0]?.verdict, "not-met");
});

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
