import assert from "node:assert/strict";

async function ended(args: readonly string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("runCommand() ends with 2 and a sentence for a wrong command, and with a stack for a wrong program", async () => {
  const folder = await Deno.makeTempDir();
  const wrong = (name: string, body: string) => {
    const path = `${folder}/${name}.ts`;
    const command = `${import.meta.dirname}/command.ts`;
    Deno.writeTextFileSync(
      path,
      `import { CommandError, parseOptions, runCommand } from "file://${command}";\n` +
        `await runCommand((args) => { ${body} });\n`,
    );
    return path;
  };
  const told = await ended([wrong("told", 'throw new CommandError("Cannot use it");')]);
  assert.deepEqual(told, { code: 2, stderr: "Cannot use it\n" });
  const option = await ended([wrong("option", "parseOptions(args, {}); return Promise.resolve(0);"), "--modle"]);
  assert.equal(option.code, 2);
  assert.match(option.stderr, /^Unknown option '--modle'.*\n$/);
  for (const kind of ["TypeError", "RangeError"]) {
    const broken = await ended([wrong(kind, `throw new ${kind}("broken");`)]);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, new RegExp(`${kind}: broken\n[^]* at .*${kind}\\.ts`));
  }
  await Deno.remove(folder, { recursive: true });
});
