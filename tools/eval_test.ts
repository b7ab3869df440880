import assert from "node:assert/strict";

const rows = [
  [
    "How does the encoder change its input?",
    "The encoder shrinks the input to a small code.",
    "It shrinks the input to a short code.",
    1,
  ],
  [
    "How does the encoder change its input?",
    "The encoder shrinks the input to a small code.",
    "Cats are nice animals.",
    0,
  ],
  [
    "What does the decoder do?",
    "The decoder restores the input from the code.",
    "It rebuilds the input from that code.",
    1,
  ],
  ["What does the decoder do?", "The decoder restores the input from the code.", "It rains a lot in November.", 0],
] as const;

async function evaluate(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", `${import.meta.dirname}/eval.ts`, ...args],
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

Deno.test("deno task eval measures a set next to its baselines and writes one prediction per answer", async () => {
  const folder = await Deno.makeTempDir();
  const set = `${folder}/toy.tsv`;
  const lines = rows.map(([question, reference, answer, score]) =>
    ["toy", question, question, reference, answer, score].join("\t")
  );
  await Deno.writeTextFile(
    set,
    ["dataset\tquestion_id\tquestion\treference_answer\tstudent_answer\tscore_0_to_1", ...lines].join("\n"),
  );
  const { code, stdout, stderr } = await evaluate([
    "--set",
    set,
    "--predictions",
    `${folder}/out.tsv`,
    "--repeat",
    "2",
    "--report",
    `${folder}/report.md`,
    "--json",
  ]);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout);
  assert.equal(report.answers, 4);
  assert.equal(report.questions, 2);
  assert.equal(report.flipRate, 0);
  assert.deepEqual(report.reports.answers.map(({ name }: { name: string }) => name), [
    "offline",
    "majority",
    "length",
    "token recall",
  ]);
  assert.equal(report.reports.answers[0].metrics.auc.value, 1);
  const predictions = (await Deno.readTextFile(`${folder}/out.tsv`)).trim().split("\n");
  assert.equal(predictions.length, 5);
  assert.deepEqual(predictions[0]?.split("\t"), ["id", "question_id", "score_0_to_1", "predicted", "verdicts"]);
  const markdown = await Deno.readTextFile(`${folder}/report.md`);
  const pictures = [...markdown.matchAll(/!\[[^\]]*\]\(([^)]+\.svg)\)/g)].map(([, file]) => file ?? "");
  assert.equal(pictures.length, 8);
  for (const file of pictures) {
    assert.match(await Deno.readTextFile(`${folder}/${file}`), /^<svg [^>]*>\n<title>answers, /);
  }
  assert.match(markdown, /\| token recall \|/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test.each([
  ["a set that is not there", ["--set", "/nowhere/set.tsv"], /Cannot read set "\/nowhere\/set\.tsv": no such file/],
  [
    "an unknown grader",
    ["--set", "bank", "--grader", "oracle"],
    /Cannot use grader "oracle": unknown, expected offline/,
  ],
  [
    "no grader",
    ["--set", "bank", "--grader", ","],
    /Cannot use graders ",": none is named, expected some of offline, /,
  ],
  ["an option that it does not know", ["--set", "bank", "--greder", "llm"], /^Unknown option '--greder'/],
  ["one file for two graders", ["--set", "bank", "--grader", "offline,llm", "--predictions", "x"], /of 2 graders/],
])("deno task eval refuses %s in a sentence", async (_name, args, message) => {
  const { code, stderr } = await evaluate(args);
  assert.equal(code, 2);
  assert.match(stderr, message);
});

Deno.test("deno task eval says how it is used when no set is named", async () => {
  const { code, stderr } = await evaluate([]);
  assert.equal(code, 2);
  assert.match(stderr, /deno task eval --set FILE\.tsv\|bank/);
});
