import assert from "node:assert/strict";
import { loadBank } from "./mod.ts";
import { bankDirectory } from "./load.ts";
import { readBank } from "./read_bank.ts";
import { standardFaults } from "./standard.ts";

Deno.test("every question that viva ships with loads and is up to the standard", async () => {
  const { questions, faults } = await readBank([bankDirectory]);
  assert.deepEqual(faults, []);
  assert.deepEqual(questions.flatMap(standardFaults), []);
});

Deno.test("every question file tells editors its schema by a path that leads there", async () => {
  const { questions } = await readBank([bankDirectory]);
  for (const { yaml: { file } } of questions) {
    const [first] = (await Deno.readTextFile(file)).split("\n");
    const path = /^# yaml-language-server: \$schema=(\S+)$/.exec(first ?? "")?.[1];
    assert.ok(path !== undefined, `${file} begins with ${first}`);
    const schema = await Deno.stat(new URL(path, `file://${file}`));
    assert.ok(schema.isFile, file);
  }
});

Deno.test("a multiple-choice question with several right options says so", async () => {
  for (const question of (await loadBank()).questions) {
    if (question.kind !== "multiple-choice") continue;
    const several = question.options.filter(({ correct }) => correct).length > 1;
    assert.equal(/select all that apply/i.test(question.prompt), several, question.id);
  }
});
