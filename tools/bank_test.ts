import assert from "node:assert/strict";
import { loadBank } from "../question-bank/mod.ts";
import { bank, temporaryFolder } from "./bank_command.ts";

Deno.test("bank check finds no fault in the questions that viva ships with, and prints without colours into a pipe", async () => {
  const { code, stdout, stderr } = await bank(["check"]);
  assert.match(stdout, /, 0 faults\n$/, stdout + stderr);
  assert.ok(!stdout.includes("\x1b"));
  assert.equal(code, 0);
});

Deno.test("bank check --against ends with 1 when a question shares a run of eight words with the folder", async () => {
  await using folder = await temporaryFolder();
  const question = (await loadBank()).get("mode-collapse");
  assert.ok(question?.kind === "free-text");
  await Deno.writeTextFile(`${folder.path}/notes.txt`, `Heard somewhere:\n${question.rubric.criteria[0]!.explain}\n`);
  const { code, stdout } = await bank(["check", "--against", folder.path]);
  assert.match(stdout, /mode-collapse\.yaml:\d+:\d+: shares ".*" with .*notes\.txt:2, expected own words/);
  assert.equal(code, 1);
});

Deno.test("bank new writes a question that loads, tells editors its schema, and is not written over", async () => {
  await using folder = await temporaryFolder();
  for (const kind of ["free-text", "multiple-choice", "coding"]) {
    const args = ["new", `my-${kind}`, "--kind", kind, "--topic", "losses", "--folder", folder.path];
    const first = await bank(args);
    assert.equal(first.code, 0, first.stderr);
    const file = first.stdout.split("\n")[0]!;
    const schema = /\$schema=(\S+)/.exec(await Deno.readTextFile(file))?.[1];
    assert.ok((await Deno.stat(new URL(schema!, `file://${file}`))).isFile);
    const again = await bank(args);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /^Cannot create question "my-.*": .* exists, expected a new id\n$/);
  }
  assert.equal((await loadBank([folder.path])).questions.length, 3);
});

Deno.test("bank check tells the faults of a folder of one's own and ends with 1", async () => {
  await using folder = await temporaryFolder();
  await bank(["new", "my-question", "--folder", folder.path]);
  const named = await bank(["check", folder.path]);
  assert.equal(named.code, 1);
  assert.match(named.stdout, /my-question\.yaml:\d+:\d+: rubric\.criteria is a list of 1, expected 4 to 8/);
  const byVariable = await bank(["check"], { QUESTION_BANK: folder.path });
  assert.equal(byVariable.code, 1);
  assert.match(byVariable.stdout, /my-question\.yaml:\d+:\d+: rubric\.criteria is a list of 1/);
});

Deno.test.each(
  [
    ["an unknown command", ["polish"], /^deno task bank check/],
    ["a bad id", ["new", "My Question"], /^Cannot create question "My Question": not an id, expected lower-case words/],
    [
      "an unknown kind",
      ["new", "x", "--kind", "essay"],
      /^Cannot create a question of kind "essay": unknown, expected one of/,
    ],
    [
      "an unknown topic",
      ["new", "x", "--topic", "cars"],
      /^Cannot create a question on "cars": unknown topic, expected one of/,
    ],
    ["an unknown option", ["check", "--fix"], /^Cannot read the command line: Unknown option '--fix'/],
  ] as const,
)("bank refuses %s with 2 and says what it expected", async (_what, args, expected) => {
  const { code, stderr } = await bank(args);
  assert.equal(code, 2);
  assert.match(stderr, expected);
});
