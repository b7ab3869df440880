import assert from "node:assert/strict";

const guide = await Deno.readTextFile(new URL("../docs/writing-questions.md", import.meta.url));
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map((match) => match[1]!);
const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));

/** Runs a command of the guide with the permissions of its task, in a folder in place of /srv/exam. */
async function run(command: string, folder: string) {
  const task = /deno run (.*) tools\/bank\.ts/.exec(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const args = command.replace(/^deno task bank /, "").replaceAll("/srv/exam", folder).split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...task![1]!.split(" "), new URL("bank.ts", import.meta.url).pathname, ...args],
    cwd: folder,
    env: { QUESTION_BANK: "", NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, output: text(stdout) + text(stderr) };
}

const command = (pattern: RegExp) => {
  const found = commands.find((line) => pattern.test(line));
  assert.ok(found, `expected a command like ${pattern} in the guide`);
  return found;
};

Deno.test("the guide's example: bank new starts it, check says what the guide quotes, the whole file has no fault", async () => {
  const folder = await Deno.makeTempDir({ prefix: "exam-" });
  try {
    const created = await run(command(/bank new weight-averaging/), folder);
    assert.equal(created.code, 0, created.output);
    const file = created.output.trim();
    assert.equal(file, `${folder}/questions/training/weight-averaging.yaml`);

    const early = await run(command(/bank check \/srv\/exam$/), folder);
    assert.equal(early.code, 1, early.output);
    for (const line of blocks("text")[0]!.trim().split("\n")) assert.ok(early.output.includes(line), early.output);

    await Deno.writeTextFile(file, blocks("yaml")[0]!);
    const late = await run(command(/bank check \/srv\/exam$/), folder);
    assert.equal(late.code, 0, late.output);
    assert.match(late.output, /\n1 sound question, \d+ miss(es)?, 0 faults\n/);
    assert.match(late.output, /weight-averaging +5 /);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every other command of the guide runs", async () => {
  const folder = await Deno.makeTempDir({ prefix: "exam-" });
  try {
    await Deno.writeTextFile(`${folder}/quiz.gift`, "::Averages::What is averaged? {=Weights#Yes. ~Images#No.}\n");
    const others = commands.filter((line) => !/weight-averaging|bank check/.test(line));
    const inline = /`deno task bank (export [^`]*)`/.exec(guide.replaceAll("\n", " "))![1]!;
    assert.ok(others.length >= 3);
    for (const line of [...others, `deno task bank ${inline}`]) {
      const { code, output } = await run(line, folder);
      assert.equal(code, 0, `${line}\n${output}`);
    }
    assert.match(await Deno.readTextFile(`${folder}/sheet.csv`), /^id,kind,topic,.*\nmode-collapse,/);
    const written = await Deno.readTextFile(`${folder}/questions/training/averages.yaml`);
    assert.match(written, /^title: Averages$/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
