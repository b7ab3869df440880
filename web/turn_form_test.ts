import assert from "node:assert/strict";
import { sourceMax, textMax, turnFromForm } from "./turn_form.ts";

function form(...fields: readonly (readonly [string, string])[]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

Deno.test("turnFromForm() reads every kind of turn", () => {
  assert.deepEqual(turnFromForm(form(["type", "hint"])), { type: "hint" });
  assert.deepEqual(turnFromForm(form(["type", "skip"])), { type: "skip" });
  assert.deepEqual(turnFromForm(form(["type", "end"])), { type: "end" });
  assert.deepEqual(turnFromForm(form(["say", "repeat"])), { type: "say", text: "repeat" });
  assert.deepEqual(
    turnFromForm(form(["type", "answer"], ["kind", "multiple-choice"], ["choices", "a"], ["choices", "c"])),
    { type: "answer", answer: { kind: "multiple-choice", choices: ["a", "c"] } },
  );
  assert.deepEqual(turnFromForm(form(["type", "answer"], ["kind", "free-text"], ["text", " so "])), {
    type: "answer",
    answer: { kind: "free-text", text: " so " },
  });
  assert.deepEqual(turnFromForm(form(["type", "answer"], ["kind", "coding"], ["source", "x"])), {
    type: "answer",
    answer: { kind: "coding", language: "typescript", source: "x" },
  });
});

Deno.test("turnFromForm() gives line breaks back as they were written", () => {
  assert.deepEqual(turnFromForm(form(["type", "answer"], ["kind", "free-text"], ["text", "a\r\nb"])), {
    type: "answer",
    answer: { kind: "free-text", text: "a\nb" },
  });
});

Deno.test.each(
  [
    ["no choice", "empty", [["type", "answer"], ["kind", "multiple-choice"]]],
    ["blank text", "empty", [["type", "answer"], ["kind", "free-text"], ["text", " \r\n"]]],
    ["a blank word", "empty", [["say", " "]]],
    ["no source", "empty", [["type", "answer"], ["kind", "coding"]]],
    ["long text", "too-long", [["type", "answer"], ["kind", "free-text"], ["text", "x".repeat(textMax + 1)]]],
    ["a long source", "too-long", [["type", "answer"], ["kind", "coding"], ["source", "x".repeat(sourceMax + 1)]]],
    ["an unknown type", "unknown", [["type", "grade-me-well"]]],
    ["an unknown kind", "unknown", [["type", "answer"], ["kind", "essay"]]],
    ["an empty form", "unknown", []],
  ] as const,
)("turnFromForm() makes no turn of %s", (_, fault, fields) => {
  assert.equal(turnFromForm(form(...fields)), fault);
});
