import assert from "node:assert/strict";
import { loadBank } from "../question-bank/mod.ts";
import { bank, temporaryFolder } from "./bank_command.ts";

Deno.test("bank export prints the questions that are named and tells what stays behind", async () => {
  const { code, stdout, stderr } = await bank(["export", "--format", "gift", "mcq-cgan-definition", "mode-collapse"]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^\$CATEGORY: conditional\n\n\/\/ \[id:mcq-cgan-definition\] \[tag:easy\]\n::/);
  assert.match(stderr, /\n {2}mode-collapse: clarification, hints, rubric, .*: has no place in gift\n/);
  assert.match(stderr, /2 of 2 questions\n$/);
});

Deno.test("bank import reviews, writes with --write alone, over nothing, and never an id that is taken", async () => {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/some.gift`;
  await Deno.writeTextFile(file, "::My question::Which? {=A#Yes ~B#No}\n\n// [id:mode-collapse]\n::Mine::Why? {}\n");
  const args = ["import", file, "--folder", `${folder.path}/exam`, "--topic", "losses"];
  const review = await bank(args);
  assert.equal(review.code, 0, review.stderr);
  assert.match(review.stdout, /my-question .*\n {2}understood: multiple-choice, "My question", 2 options, key: a/);
  assert.match(review.stdout, /missing: .*my-question\.yaml:\d+:\d+: hints is a list of 0, expected at least 2/);
  assert.match(review.stdout, /none written/);
  await assert.rejects(Deno.stat(`${folder.path}/exam`), Deno.errors.NotFound);

  const first = await bank([...args, "--write"]);
  assert.equal(first.code, 1);
  assert.match(first.stdout, /not written: the id is taken/);
  assert.match(first.stdout, /2 questions understood, 0 up to the standard, 1 written\n$/);
  const { questions } = await loadBank([`${folder.path}/exam`]);
  assert.deepEqual(questions.map(({ id, topic }) => [id, topic]), [["my-question", "losses"]]);

  const again = await bank([...args, "--write"]);
  assert.match(again.stdout, /filled in: id: my-question-2/);
  assert.equal((await loadBank([`${folder.path}/exam`])).questions.length, 2);
});

Deno.test("bank export to a file and import of it find every question again", async () => {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/all.zip`;
  assert.equal((await bank(["export", "--out", file])).code, 0);
  const { stdout, code } = await bank(["import", file]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, new RegExp(`\n${(await loadBank()).questions.length} questions understood, `));
});

Deno.test("bank export tells the faults of a bank that cannot be loaded, and ends with 1", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/questions/losses`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/questions/losses/broken.yaml`, "id: broken\n");
  const { code, stderr } = await bank(["export", "--format", "json"], { QUESTION_BANK: folder.path });
  assert.equal(code, 1);
  assert.match(stderr, /^Cannot load the question bank: \d+ faults?, expected none\n {2}.*broken\.yaml:1/);
});

Deno.test.each(
  [
    [
      "an unknown format",
      ["export", "--format", "docx"],
      /^Cannot use the format "docx": unknown, expected --format gift\|/,
    ],
    ["no format", ["export"], /^Cannot export: no format is given, expected --format/],
    [
      "an unknown id",
      ["export", "--format", "csv", "no-such"],
      /^Cannot export "no-such": not in the bank, expected the id/,
    ],
    [
      "a folder that is not there",
      ["export", "--out", "no/such/a.json", "mode-collapse"],
      /^Cannot write "no\/such\/a\.json"/,
    ],
    ["a name that tells no format", ["import", "x.doc"], /^Cannot tell the format of "x\.doc": its name does not say/],
    ["a file that is not there", ["import", "no.gift"], /^Cannot import "no\.gift": not there, expected a file/],
    ["an unknown topic", ["import", "a.gift", "--topic", "cars"], /^Cannot file questions under "cars": unknown topic/],
  ] as const,
)("bank refuses %s with 2 and says what it expected", async (_what, args, expected) => {
  const { code, stderr } = await bank(args);
  assert.equal(code, 2);
  assert.match(stderr, expected);
});
