import assert from "node:assert/strict";
import { loadBank, newQuestionFiles, topics } from "./mod.ts";
import { temporaryBank } from "./testing.ts";

Deno.test.each(["multiple-choice", "free-text", "coding"] as const)(
  "a new %s question loads as it is, and its checks tell right from wrong",
  async (kind) => {
    const files = newQuestionFiles({ id: "my-question", kind, topic: topics[1], schema: "question.schema.json" });
    await using bank = await temporaryBank(files);
    const { questions } = await loadBank([bank.directory]);
    assert.deepEqual(questions.map(({ id, kind, topic }) => ({ id, kind, topic })), [
      { id: "my-question", kind, topic: topics[1] },
    ]);
    const [question] = questions;
    if (question?.kind !== "coding") return;
    const [{ check }] = question.checks as [typeof question.checks[number]];
    const inputs = check.draw({ uniform: () => 0.25, normal: () => 0 });
    const run = async (file: string) => {
      const candidate = await import(`file://${bank.directory}/coding/my-question/${file}.ts`);
      return check.judge(await check.probe({ tf: undefined, candidate, inputs, report: () => {} }), inputs).passed;
    };
    assert.equal(await run("reference"), true);
    for (const { name } of question.wrong) assert.equal(await run(`wrong/${name}`), false, name);
  },
);
