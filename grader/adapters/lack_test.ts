import assert from "node:assert/strict";
import { type Lack, lackOf, type Refusal } from "./lack.ts";

const sent = {
  texts: ["The rules.", "Between markers:\n\nThe answer."],
  answer: "The answer.",
  known: new Set<Lack>(),
};

Deno.test.each<[Lack, Refusal]>([
  ["temperature", {
    message:
      "400 Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
    param: "temperature",
    code: "unsupported_value",
  }],
  ["usual-limit", {
    message:
      "400 Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    param: "max_tokens",
    code: "unsupported_parameter",
  }],
  ["usual-limit", { message: "400 Unrecognized request argument supplied: max_completion_tokens" }],
  ["schema", { message: "400 This response_format type is unavailable now" }],
  ["schema", { message: "400 Invalid parameter: 'response_format' of type 'json_schema' is not supported." }],
  ["schema", { message: "422 no", param: "response_format.type", code: "unknown_parameter" }],
  ["seed", { message: "422 seed: Extra inputs are not permitted" }],
])("lackOf reads %s", (lack, refusal) => {
  assert.equal(lackOf(refusal, sent), lack);
  assert.equal(lackOf(refusal, { ...sent, known: new Set([lack]) }), undefined);
});

Deno.test("lackOf reads what a server lacks beside an answer of one letter", () => {
  assert.equal(lackOf({ message: "400 seed is not supported" }, { ...sent, answer: "e" }), "seed");
});

Deno.test.each<[string, Refusal]>([
  ["a context that is too short", {
    message: "400 This model's maximum context length is 4096 tokens. Reduce max_tokens.",
  }],
  ["a limit that is too large", {
    message: "400 max_tokens is too large: 8000. Only 4000 are supported.",
    param: "max_tokens",
    code: "invalid_value",
  }],
  ["another parameter", { message: "400 temperature: not supported", param: "messages", code: "unsupported_value" }],
  ["a name alone", { message: "400 Invalid temperature" }],
  ["a code that is no text", { message: "400 temperature", code: 7, param: {} }],
])("lackOf reads nothing from %s", (_name, refusal) => {
  assert.equal(lackOf(refusal, sent), undefined);
});

Deno.test.each([
  ["the answer", (answer: string) => answer],
  ["the answer in JSON", (answer: string) => JSON.stringify(answer)],
  ["a part of the answer", (answer: string) => answer.slice(4, 60)],
  ["the messages", (answer: string) => `Rules on seed. ${answer}`],
])("lackOf believes nothing of %s that the server repeats", (_name, repeated) => {
  const answer = 'is\n"temperature" unsupported, json_schema unknown, max_tokens not allowed and so forth';
  const texts = ["Rules on seed.", `Rules on seed. ${answer}`];
  const message = `400 Unsupported text: ${repeated(answer)}`;
  assert.equal(lackOf({ message }, { texts, answer, known: new Set() }), undefined);
});
