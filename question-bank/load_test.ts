import assert from "node:assert/strict";
import { join } from "node:path";
import { BankError, loadBank } from "./mod.ts";
import { codingFiles, codingFolder, freeTextYaml, multipleChoiceYaml, temporaryBank } from "./testing.ts";

const sound = {
  "questions/fundamentals/latent-noise.yaml": freeTextYaml,
  "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml,
  ...codingFolder("code-double"),
};

/** What is wrong, as `path:line:column message` with the path below the folder. */
async function faultsOf(files: Record<string, string>, ...more: string[]): Promise<string[]> {
  await using bank = await temporaryBank(files);
  const error = await loadBank([bank.directory, ...more]).then(() => undefined, (error) => error);
  assert.ok(error instanceof BankError, `${error}`);
  return error.faults.map(({ file, line, column, message }) =>
    `${file.replace(`${bank.directory}/`, "")}:${line}${column === undefined ? "" : `:${column}`} ${message}`
  );
}

Deno.test("loadBank reads all three kinds in order of topic, then id", async () => {
  await using bank = await temporaryBank({
    ...sound,
    "questions/losses/a-loss.yaml": freeTextYaml.replace("latent-noise", "a-loss").replace("fundamentals", "losses"),
  });
  const { questions, get } = await loadBank([bank.directory]);
  assert.deepEqual(questions.map(({ id, kind }) => [id, kind]), [
    ["code-double", "coding"],
    ["latent-noise", "free-text"],
    ["mcq-players", "multiple-choice"],
    ["a-loss", "free-text"],
  ]);
  assert.equal(get("mcq-players"), questions[2]);
  assert.equal(get("toString"), undefined);
});

Deno.test("loadBank trims texts and leaves no list undefined", async () => {
  await using bank = await temporaryBank(sound);
  const question = (await loadBank([bank.directory])).get("latent-noise");
  assert.ok(question?.kind === "free-text");
  assert.equal(question.prompt, "Why does a generator take noise $z$?\nSay what would happen without it.");
  assert.deepEqual([question.provenance, question.corrects], [[], []]);
  assert.deepEqual(question.rubric.criteria[1]?.paraphrases, []);
});

Deno.test("loadBank joins a coding question's file with its sources and checks", async () => {
  await using bank = await temporaryBank(sound);
  const question = (await loadBank([bank.directory])).get("code-double");
  assert.ok(question?.kind === "coding");
  assert.equal(question.reference, codingFiles["reference.ts"]);
  assert.deepEqual(question.wrong.map(({ name, rejectedBy }) => [name, rejectedBy]), [
    ["identity", "doubles"],
    ["square", "doubles"],
    ["zero", "doubles"],
  ]);
  const [check] = question.checks;
  assert.equal(check?.title, "Doubles");
  assert.equal(check.check.judge(4, 2).passed, true);
  assert.equal(check.check.judge(5, 2).passed, false);
});

Deno.test("loadBank gives equal content an equal version and any change another", async () => {
  await using bank = await temporaryBank(sound);
  const versions = async () =>
    new Map((await loadBank([bank.directory])).questions.map(({ id, version }) => [id, version]));
  const before = await versions();
  for (const version of before.values()) assert.match(version, /^[0-9a-f]{12}$/);
  assert.deepEqual(await versions(), before);

  const path = "questions/fundamentals/mcq-players.yaml";
  await bank.write(path, `# a comment changes nothing\n${multipleChoiceYaml}`);
  assert.deepEqual(await versions(), before);
  await bank.write(path, multipleChoiceYaml.replace("There is a second.", "There are two."));
  await bank.write("coding/code-double/wrong/zero.ts", `${codingFiles["wrong/zero.ts"]}\n`);
  const after = await versions();
  assert.notEqual(after.get("mcq-players"), before.get("mcq-players"));
  assert.notEqual(after.get("code-double"), before.get("code-double"));
  assert.equal(after.get("latent-noise"), before.get("latent-noise"));
});

Deno.test("loadBank tells every fault of every file at once, each with its line", async () => {
  const faults = await faultsOf({
    "questions/fundamentals/latent-noise.yaml": freeTextYaml
      .replace("easy", "simple")
      .replace("weight: 2", "weight: 0")
      .replace("id: constant", "id: variety")
      .replace('arxiv: "1406.2661"', "arxiv: 1406.2661")
      .replace("states: []", "states: [noise]"),
    "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml
      .replace("correct: true", "correct: false")
      .replace('year: 2014, arxiv: "1406.2661"', "author: x")
      .replace("id: b", "id: a"),
    "questions/losses/broken.yaml": "id: broken\nkind: free-text\nprompt: 'open\ntitle: x\n",
  });
  assert.deepEqual(faults, [
    'questions/fundamentals/latent-noise.yaml:4:13 difficulty is "simple", expected one of "easy", "medium", "hard"',
    "questions/fundamentals/latent-noise.yaml:14:15 rubric.criteria[0].weight is the number 0, expected a number greater than 0",
    'questions/fundamentals/latent-noise.yaml:18:11 rubric.criteria[1].id is "variety" again, expected one that is not used yet',
    "questions/fundamentals/latent-noise.yaml:30:90 references[0].arxiv is the number 1406.2661, expected text (put it in quotes)",
    'questions/fundamentals/latent-noise.yaml:34:20 examples[0].met[1] is "constant", expected the id of a criterion (variety)',
    'questions/fundamentals/latent-noise.yaml:35:14 examples[0].states[0] is "noise", expected the id of a misconception (label)',
    "questions/fundamentals/mcq-players.yaml:8:3 options has no correct one, expected at least one with correct: true",
    'questions/fundamentals/mcq-players.yaml:9:11 options[1].id is "a" again, expected one that is not used yet',
    "questions/fundamentals/mcq-players.yaml:11:5 references[0].year is missing, expected a number",
    "questions/fundamentals/mcq-players.yaml:11:5 references[0] has neither arxiv nor url, expected one of them",
    'questions/fundamentals/mcq-players.yaml:11:71 references[0] has the unknown key "author", expected none but the known ones',
    "questions/losses/broken.yaml:5:1 Cannot parse YAML: Missing closing 'quote",
  ]);
});

Deno.test.each(
  [
    [
      "an id unlike the file's name",
      ["id: latent-noise", "id: other"],
      '1:5 id is "other", expected "latent-noise", the name of its file',
    ],
    [
      "a topic unlike the folder",
      ["topic: fundamentals", "topic: losses"],
      '3:8 topic is "losses" in the folder "fundamentals", expected them to agree',
    ],
    [
      "a coding question outside coding/",
      ["kind: free-text", "kind: poem"],
      '2:7 kind is "poem", expected one of "multiple-choice", "free-text", "coding"',
    ],
    ["an empty text", ["title: Latent noise", "title: ' '"], "5:8 title is empty, expected text"],
    [
      "maths that KaTeX refuses, at its own line",
      ["what would happen", "$\\fraq{1}{2}$"],
      '8:7 Cannot render maths "\\fraq{1}{2}": Undefined control sequence: \\fraq at position 1: \\̲f̲r̲a̲q̲{1}{2}, expected what KaTeX knows',
    ],
    [
      "a dollar without a partner",
      ["noise $z$?", "noise $z?"],
      '7:35 Cannot render maths: "$" without a partner, expected "$…$" (or "\\$" for the sign)',
    ],
    [
      "inline maths broken over lines",
      ["noise $z$?\n  Say", "noise $z\n  + 1$? Say"],
      '7:35 Cannot render maths "z + 1": broken over lines, expected one line, or "$$" on lines of their own',
    ],
    [
      "an alias without an anchor",
      ["title: Latent noise", "title: *noise"],
      "5:8 Cannot parse YAML: Unresolved alias (the anchor must be set before the alias): noise",
    ],
    [
      "a key given twice",
      ["difficulty: easy", "difficulty: easy\ntopic: losses"],
      "5:1 Cannot parse YAML: Map keys must be unique",
    ],
  ] as const,
)("loadBank refuses %s", async (_what, [from, to], expected) => {
  const faults = await faultsOf({ "questions/fundamentals/latent-noise.yaml": freeTextYaml.replace(from, () => to) });
  assert.ok(faults.includes(`questions/fundamentals/latent-noise.yaml:${expected}`), faults.join("\n"));
});

Deno.test("loadBank takes a dollar sign in code or after a backslash for what it is", async () => {
  await using bank = await temporaryBank({
    "questions/fundamentals/latent-noise.yaml": freeTextYaml.replace(
      "what would happen",
      () => "what \\$5 and `$x` mean",
    ),
  });
  assert.equal((await loadBank([bank.directory])).questions.length, 1);
});

Deno.test("loadBank follows links to folders and files", async () => {
  await using bank = await temporaryBank(sound);
  await using linked = await temporaryBank({ "questions/losses/_notes.yaml": "passed over" });
  await Deno.symlink(join(bank.directory, "questions/fundamentals"), join(linked.directory, "questions/fundamentals"));
  await Deno.symlink(join(bank.directory, "coding"), join(linked.directory, "coding"));
  const ids = async (directory: string) => (await loadBank([directory])).questions.map(({ id }) => id);
  assert.deepEqual(await ids(linked.directory), await ids(bank.directory));
});

Deno.test("loadBank tells a link that leads nowhere", async () => {
  await using bank = await temporaryBank(sound);
  await Deno.symlink(join(bank.directory, "gone"), join(bank.directory, "questions/losses"));
  await assert.rejects(loadBank([bank.directory]), (error) => {
    assert.ok(error instanceof BankError);
    assert.deepEqual(error.faults.map(({ file }) => file), [join(bank.directory, "questions")]);
    return true;
  });
});

Deno.test("loadBank refuses an id that another folder has", async () => {
  await using other = await temporaryBank({ "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml });
  const faults = await faultsOf({ "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml }, other.directory);
  assert.equal(faults.length, 1);
  assert.match(
    faults[0]!,
    /mcq-players\.yaml:1:5 id "mcq-players" is taken by .*mcq-players\.yaml, expected a unique one$/,
  );
});

Deno.test("loadBank refuses folders that are not there or hold no bank, and misplaced files", async () => {
  await using bank = await temporaryBank({ "readme.txt": "nothing" });
  const missing = join(bank.directory, "missing");
  const faults = await faultsOf(
    { "questions/stray.yaml": multipleChoiceYaml, "questions/fundamentals/mcq-players.yml": multipleChoiceYaml },
    bank.directory,
    missing,
  );
  const misplaced = "Cannot use the file: misplaced, expected questions/<topic>/<id>.yaml";
  assert.deepEqual(
    faults.toSorted(),
    [
      `${bank.directory}:1 Cannot use the folder as a bank: neither questions/ nor coding/ in it, expected at least one`,
      `${missing}:1 Cannot read the folder: not there, expected a readable folder`,
      `questions/fundamentals/mcq-players.yml:1 ${misplaced}`,
      `questions/stray.yaml:1 ${misplaced}`,
    ].toSorted(),
  );
});

Deno.test("loadBank compares a coding folder's parts and tells what is missing or unknown", async () => {
  const checks = codingFiles["checks.ts"].replace("draw: () => 2,", "").replace(
    "};\n",
    '  "triples": { draw() {}, probe() {}, judge() {} },\n};\n',
  );
  const faults = await faultsOf({
    ...codingFolder("code-double", {
      "checks.ts": checks,
      "question.yaml": `${
        codingFiles["question.yaml"]
      }  - { id: halves, title: Halves, weight: 1, visible: false, rejects: x }\n`,
      "wrong/zero.ts": "export const double = () => 0;\n",
      "wrong/one.ts": "// rejected by: ones\nexport const double = () => 1;\n",
    }),
    ...codingFolder("code-other", {
      "question.yaml": codingFiles["question.yaml"].replace("code-double", "code-else"),
      "checks.ts": "export const checks = {\n  oops;\n",
    }),
  });
  assert.deepEqual(faults.filter((fault) => fault.startsWith("coding/code-double")), [
    'coding/code-double/checks.ts:2 check "doubles" has no draw, expected draw, probe and judge',
    'coding/code-double/checks.ts:7 check "triples" is not in question.yaml, expected it there',
    'coding/code-double/question.yaml:13:11 checks[1].id is "halves", expected a key of `checks` in checks.ts',
    'coding/code-double/wrong/one.ts:1 rejected by "ones", expected the id of a check (doubles, halves)',
    'coding/code-double/wrong/zero.ts:1 first line names no check, expected "// rejected by: <check-id>"',
  ]);
  const other = faults.filter((fault) => fault.startsWith("coding/code-other"));
  assert.equal(other.length, 2);
  assert.match(other[0]!, /^coding\/code-other\/checks\.ts:2 Cannot import checks\.ts: /);
  assert.equal(
    other[1],
    'coding/code-other/question.yaml:1:5 id is "code-else", expected "code-other", the name of its folder',
  );
});

Deno.test("loadBank demands three submissions that must fail", async () => {
  const { "wrong/zero.ts": _zero, ...files } = codingFiles;
  const faults = await faultsOf(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`coding/code-double/${path}`, text])),
  );
  assert.deepEqual(faults, ["coding/code-double/wrong:1 wrong/ has 2 submissions that must fail, expected at least 3"]);
});

const tripled = {
  "question.yaml": codingFiles["question.yaml"]
    .replace("code-double", "code-triple").replace("name: double", "name: triple").replace(
      "title: Double",
      "title: Triple",
    )
    .replace(
      "checks:\n",
      "checks:\n  - { id: zero, title: Nothing, weight: 3, visible: false, rejects: Three times nothing is nothing. }\n",
    ),
  "starter.ts": codingFiles["starter.ts"].replace("double", "triple"),
  "reference.ts": 'import * as tf from "@tensorflow/tfjs";\n\nconst half = 1.5;\n\n' +
    "/** Thrice. */\nexport function triple(x: number): number {\n  return 2 * half * x;\n}\n\nexport const { util } = tf;\n",
  "checks.ts": codingFiles["checks.ts"].replace("candidate.double", "candidate.triple").replace(
    "2 * inputs",
    "3 * inputs",
  ).replace(
    "message: String(output) }",
    'message: String(output), plots: [{ id: "line" }] }',
  ).replace("};\n", '  "zero": { draw: () => 0, probe: () => 0, judge: () => ({ passed: true, message: "" }) },\n};\n'),
  "wrong/identity.ts": codingFiles["wrong/identity.ts"].replace("const double", "const triple"),
  "wrong/square.ts": codingFiles["wrong/square.ts"].replace("const double", "const triple"),
  "wrong/zero.ts": codingFiles["wrong/zero.ts"].replace("const double", "const triple"),
};

const both = `id: code-both
kind: coding
topic: fundamentals
difficulty: easy
title: Both
prompt: Double and triple a number.
limits: { wallMs: 5000, memoryMiB: 128 }
backend: cpu
parts: [code-double, code-triple]
`;

const withBoth = (yaml: string, files: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...codingFolder("code-double"),
  ...codingFolder("code-triple", tripled),
  "coding/code-both/question.yaml": yaml,
  "coding/code-both/starter.ts": "export {};\n",
  ...files,
});

Deno.test("loadBank makes a question of parts: their exports, their checks with equal shares, their sources", async () => {
  await using bank = await temporaryBank(withBoth(both));
  const load = async () => (await loadBank([bank.directory])).get("code-both");
  const question = await load();
  assert.ok(question?.kind === "coding");
  assert.deepEqual(question.entryPoints.map(({ name }) => name), ["double", "triple"]);
  assert.deepEqual(question.checks.map(({ id, title, weight, visible }) => [id, title, weight, visible]), [
    ["code-double/doubles", "Double: Doubles", 1, true],
    ["code-triple/zero", "Triple: Nothing", 0.75, false],
    ["code-triple/doubles", "Triple: Doubles", 0.25, true],
  ]);
  const plots = question.checks.map(({ check }) => check.judge(6, 2).plots?.map(({ id }) => id));
  assert.deepEqual(plots, [undefined, undefined, ["code-triple/line"]]);
  assert.equal(question.starter, "export {};\n");
  assert.equal(
    question.prompt,
    "Double and triple a number.\n\n**1. Double.** Double a number.\n\n**2. Triple.** Double a number.",
  );
  assert.deepEqual(question.wrong.map(({ name, rejectedBy }) => [name, rejectedBy]), [
    ["code-double/identity", "code-double/doubles"],
    ["code-triple/identity", "code-triple/doubles"],
  ]);

  await bank.write("coding/code-triple/starter.ts", "export const triple = (x: number) => x;\n");
  assert.notEqual((await load())?.version, question.version);
});

Deno.test("a question of parts joins their sources into one module, each in a scope of its own", async () => {
  await using bank = await temporaryBank(withBoth(both));
  const question = (await loadBank([bank.directory])).get("code-both");
  assert.ok(question?.kind === "coding");
  assert.equal(
    question.reference,
    `import * as tf from "@tensorflow/tfjs";

// Double
export const { double } = (() => {
  function double(x: number): number {
    return 2 * x;
  }

  return { double };
})();

// Triple
export const { triple } = (() => {
  const half = 1.5;

  /** Thrice. */
  function triple(x: number): number {
    return 2 * half * x;
  }

  const { util } = tf;

  return { triple };
})();
`,
  );
  assert.match(question.wrong[1]!.source, /return 2 \* x;[^]*const triple = \(x: number\) => x;/);
});

Deno.test("loadBank tells what is wrong with the parts of a question", async () => {
  const own = codingFiles["question.yaml"].slice(codingFiles["question.yaml"].indexOf("entryPoints"));
  const told = await Promise.all([
    withBoth(both.replace("code-triple", "code-none")),
    withBoth(both.replace("code-triple", "code-double")),
    withBoth(both.replace("code-double, ", "code-other, "), {
      ...codingFolder("code-other", {
        ...tripled,
        "question.yaml": tripled["question.yaml"].replace("code-triple", "code-other"),
      }),
    }),
    withBoth(`${both}${own.replace(/^(limits|backend).*\n/gm, "")}`),
    withBoth(both, { "coding/code-both/checks.ts": "export const checks = {};\n" }),
    withBoth(both.replace("parts: [code-double, code-triple]\n", "")),
    withBoth(both, { "coding/code-triple/reference.ts": "", "coding/code-triple/question.yaml": "id: code-triple\n" }),
  ].map((files) => faultsOf(files)));
  const file = "coding/code-both/question.yaml";
  assert.deepEqual(told.slice(0, 6), [
    [`${file}:9:22 parts[1] is "code-none", expected the id of a coding question with checks of its own`],
    [`${file}:9:22 parts[1] is "code-double" again, expected one that is not used yet`],
    [`${file}:9:21 parts[1] exports "triple" as another part does, expected every name once`],
    [
      `${file}:11:3 entryPoints is there beside parts, expected it to come from them alone`,
      `${file}:13:3 checks is there beside parts, expected it to come from them alone`,
    ],
    ["coding/code-both/checks.ts:1 checks.ts is there beside parts, expected it to come from them alone"],
    [
      "coding/code-both/checks.ts:1 Cannot read the file: not there, expected a readable file",
      `${file}:1:1 entryPoints is missing, expected a list (or parts, the ids of other coding questions)`,
      `${file}:1:1 checks is missing, expected a list (or parts, the ids of other coding questions)`,
      "coding/code-both/reference.ts:1 Cannot read the file: not there, expected a readable file",
      "coding/code-both/wrong:1 wrong/ has 0 submissions that must fail, expected at least 3",
    ],
  ]);
  assert.ok(told[6]!.length > 0 && told[6]!.every((fault) => fault.startsWith("coding/code-triple/")), String(told[6]));
});
