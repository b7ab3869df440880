import assert from "node:assert/strict";

Deno.test.each([
  [
    "a step that it does not know",
    ["--step", "modle"],
    /^Cannot train step "modle": unknown, expected one of fluency, /,
  ],
  [
    "a folder without sets",
    ["--step", "reference"],
    /^Cannot read set "\/nowhere\/mohler_dev\.tsv": no such file, exp/,
  ],
  ["a folder without WordNet", ["--step", "antonyms", "--wordnet", "/nowhere"], /^Cannot read part of WordNet "\/no/],
  ["an option that it does not know", ["--steps", "model"], /^Unknown option '--steps'/],
])("deno task train refuses %s in a sentence", async (_name, args, message) => {
  const tool = `${import.meta.dirname}/train_offline.ts`;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", tool, "--sets", "/nowhere", "--date", "2026-01-31", ...args],
  });
  const { code, ...output } = await command.output();
  const stderr = new TextDecoder().decode(output.stderr);
  assert.equal(code, 2);
  assert.match(stderr, message);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
});
