import assert from "node:assert/strict";
import { publicView } from "../question-bank/mod.ts";
import { freeText } from "../tests/support/questions.ts";
import { startFromForm } from "./start_form.ts";

const questions = [publicView(freeText())];

function start(fields: Readonly<Record<string, string>>) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return startFromForm(data, questions);
}

Deno.test("startFromForm() reads what the start page offers", () => {
  assert.deepEqual(start({ mode: "practice", topic: "losses", difficulty: "hard", length: "3" }), {
    mode: "practice",
    topics: ["losses"],
    difficulty: "hard",
    length: 3,
  });
  assert.deepEqual(start({ mode: "mock", topic: "", difficulty: "", length: "8" }), { mode: "mock", length: 8 });
  assert.deepEqual(start({ mode: "practice", kind: "coding", length: "1", question: "" }), {
    mode: "practice",
    kinds: ["coding"],
    length: 1,
  });
  assert.deepEqual(start({ mode: "practice", question: "ft-one" }), { mode: "practice", questionIds: ["ft-one"] });
});

Deno.test("startFromForm() takes the ticked clock before the mode it stands beside", () => {
  const data = new FormData();
  data.append("mode", "timed");
  data.append("mode", "mock");
  assert.deepEqual(startFromForm(data, questions), { mode: "timed" });
});

Deno.test.each(
  [
    ["no mode", {}],
    ["an unknown mode", { mode: "exam" }],
    ["an unknown topic", { mode: "mock", topic: "cooking" }],
    ["an unknown difficulty", { mode: "mock", difficulty: "impossible" }],
    ["an unknown kind", { mode: "mock", kind: "essay" }],
    ["an unknown question", { mode: "practice", question: "ft-two" }],
    ["no question at all", { mode: "mock", length: "0" }],
    ["half a question", { mode: "mock", length: "1.5" }],
    ["too many questions", { mode: "mock", length: "51" }],
  ] as const,
)("startFromForm() refuses %s", (_, fields) => {
  assert.equal(start(fields), null);
});
