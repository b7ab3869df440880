import assert from "node:assert/strict";
import { offlineRubricGrader } from "../../grader/mod.ts";
import { loadBank } from "../../question-bank/mod.ts";
import { gradeSchema, problemSchema } from "../../routes/schemas.ts";
import { createTestApp } from "../support/services.ts";

const bank = await loadBank();
const rubric = offlineRubricGrader(bank);
const write = (text: string) => ({ questionId: "mode-collapse", answer: { kind: "free-text", text } });

Deno.test.each([
  ["pure markup", "<p><b></b></p>\n<!-- nothing -->", /markup and no text/],
  ["10,000 combining marks", "\u0301".repeat(7_999), /no readable character/],
  ["a letter under 7,999 combining marks", `a${"\u0301".repeat(7_999)}`, /\S/],
  ["nothing but invisible characters", "\u200b\u2060\ufeff", /no readable character/],
  ["punctuation", "?!... --- ???", /only punctuation or symbols/],
  ["numbers", "42 17 0.5", /numbers and no word/],
])("POST /v1/grade gives %s 0 points and says why", async (_name, text, reason) => {
  await using app = await createTestApp({ bank, grading: { rubric } });
  const reply = await app.request("POST", "/v1/grade", write(text as string));
  assert.equal(reply.status, 200);
  const grade = gradeSchema.parse(await reply.json());
  assert.equal(grade.score, 0);
  for (const criterion of grade.criteria) assert.match(criterion.reason, reason as RegExp);
});

Deno.test("POST /v1/grade leaves an answer in another language to a person and says why", async () => {
  await using app = await createTestApp({ bank, grading: { rubric } });
  const text =
    "Der Generator bildet viele verschiedene latente Vektoren auf dieselben wenigen Bilder ab, und ein Teil fehlt.";
  const grade = gradeSchema.parse(await (await app.request("POST", "/v1/grade", write(text))).json());
  assert.equal(grade.status, "needs-review");
  assert.equal(grade.score, null);
  for (const { reason } of grade.criteria) assert.match(reason, /not written in English/);
});

Deno.test.each([
  ["over the limit", "word ".repeat(2_000), /8000/],
  ["of 10,000 combining marks", `a${"\u0301".repeat(10_000)}`, /8000/],
  ["with a lone surrogate", "The generator \ud800 collapses.", /surrogate|well-formed|Unicode/i],
])("POST /v1/grade answers 422 for an answer %s and says why", async (_name, text, reason) => {
  await using app = await createTestApp({ bank, grading: { rubric } });
  const reply = await app.request("POST", "/v1/grade", write(text as string));
  assert.equal(reply.status, 422);
  const [error] = problemSchema.parse(await reply.json()).errors ?? [];
  assert.equal(error?.pointer, "/answer/text");
  assert.match(error?.detail ?? "", reason as RegExp);
});
