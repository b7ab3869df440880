import assert from "node:assert/strict";
import { loadBank, topics } from "./mod.ts";
import { temporaryBank } from "./testing.ts";

const readme = await Deno.readTextFile(new URL("README.md", import.meta.url));

Deno.test("the example in the README loads from the path that is given for it", async () => {
  const [, path, yaml] = /`(questions\/\S+\.yaml)`:\n\n```yaml\n([^]*?)```/.exec(readme) ?? [];
  assert.ok(path !== undefined && yaml !== undefined);
  await using bank = await temporaryBank({ [path]: yaml });
  const { questions } = await loadBank([bank.directory]);
  assert.deepEqual(questions.map(({ id, kind }) => [id, kind]), [["noise-input", "free-text"]]);
});

Deno.test("the README names every topic", () => {
  for (const topic of topics) assert.ok(readme.includes(`\`${topic}\``), topic);
});
