import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JudgeAnswer } from "../question-bank/mod.ts";
import { bankOf, freeText } from "../tests/support/questions.ts";
import { keptJudgements } from "./kept_judgements.ts";

async function inFolder(run: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "viva-kept-" });
  try {
    await run(join(folder, "kept", "bank.json"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function counting(): { readonly judge: JudgeAnswer; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    judge: (_, text) => {
      asked.push(text);
      return Promise.resolve({ score: 0.5, met: [text], states: [] });
    },
  };
}

Deno.test("an answer is judged once as long as nothing changes, and its judgement is the same", () =>
  inFolder(async (path) => {
    const { judge, asked } = counting();
    const bank = bankOf(freeText());
    for (let round = 0; round < 2; round++) {
      const kept = await keptJudgements(path, { bank, judge });
      assert.deepEqual(await kept.judge(freeText(), "one"), { score: 0.5, met: ["one"], states: [] });
      await kept.save();
    }
    assert.deepEqual(asked, ["one"]);
  }));

Deno.test("another answer, another question or another bank is judged anew", () =>
  inFolder(async (path) => {
    const { judge, asked } = counting();
    const first = await keptJudgements(path, { bank: bankOf(freeText()), judge });
    await first.judge(freeText(), "one");
    await first.save();
    const same = await keptJudgements(path, { bank: bankOf(freeText()), judge });
    await same.judge(freeText(), "two");
    await same.judge(freeText({ id: "ft-two" }), "one");
    const other = await keptJudgements(path, { bank: bankOf(freeText({ version: "v2" })), judge });
    await other.judge(freeText(), "one");
    assert.deepEqual(asked, ["one", "two", "one", "one"]);
  }));

Deno.test("a file that is no record of judgements keeps nothing", () =>
  inFolder(async (path) => {
    const { judge, asked } = counting();
    const bank = bankOf(freeText());
    const kept = await keptJudgements(path, { bank, judge });
    await kept.judge(freeText(), "one");
    await kept.save();
    await writeFile(path, "{");
    await (await keptJudgements(path, { bank, judge })).judge(freeText(), "one");
    assert.equal(asked.length, 2);
  }));
