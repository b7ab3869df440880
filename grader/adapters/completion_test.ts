import assert from "node:assert/strict";
import { NoCompletion, readCompletion } from "./completion.ts";

const saying = (content: unknown, usage?: unknown) => ({ choices: [{ message: { content } }], usage });

Deno.test.each<[string, unknown]>([
  ["an error", { error: { message: "overloaded", code: 529 } }],
  ["a page", "<html>log in</html>"],
  ["nothing", undefined],
  ["null", null],
  ["no choice", { choices: [] }],
  ["a choice without a message", { choices: [{ text: "{}" }] }],
  ["a message that is no text", saying(7)],
])("readCompletion takes %s for no completion", (_name, body) => {
  assert.throws(() => readCompletion(body), NoCompletion);
});

Deno.test.each<[string, unknown, string]>([
  ["text", "{}", "{}"],
  ["text in parts", [{ type: "thinking" }, { type: "text", text: "{" }, { type: "text", text: "}" }], "{}"],
])("readCompletion reads %s", (_name, content, text) => {
  assert.deepEqual(readCompletion(saying(content)), { text });
});

Deno.test.each<[string, unknown]>([
  ["nothing", undefined],
  ["an empty object", {}],
  ["nulls", { prompt_tokens: null, completion_tokens: null }],
  ["strings", { prompt_tokens: "1000", completion_tokens: "200" }],
  ["booleans", { prompt_tokens: true, completion_tokens: false }],
  ["negative numbers", { prompt_tokens: -1e9, completion_tokens: -5 }],
  ["fractions", { prompt_tokens: 0.5, completion_tokens: 1.5 }],
  ["infinity", { prompt_tokens: Infinity, completion_tokens: 1 }],
  ["a prompt of no tokens", { prompt_tokens: 0, completion_tokens: 0 }],
  ["a list", []],
  ["a text", "lots"],
])("readCompletion takes %s for no usage", (_name, usage) => {
  assert.equal(readCompletion(saying("{}", usage)).usage, undefined);
});

Deno.test.each<[unknown, number]>([[{ reasoning_tokens: 50 }, 50], [{ reasoning_tokens: -1 }, 0], [null, 0], [
  "many",
  0,
]])(
  "readCompletion reads usage beside details %j",
  (completion_tokens_details, reasoningTokens) => {
    const usage = { prompt_tokens: 1000, completion_tokens: 200, completion_tokens_details };
    const expected = { inputTokens: 1000, outputTokens: 200, reasoningTokens };
    assert.deepEqual(readCompletion(saying("{}", usage)).usage, expected);
  },
);
