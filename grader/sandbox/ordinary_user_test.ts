import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";

const root = new URL("../../", import.meta.url).pathname;
const nobody = 65534;

const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;
const reason = isRoot ? await missingPrograms() : "not run by root, so every other test is this one";
const test = (says: string, fn: () => Promise<void>) =>
  Deno.test({ name: reason ? `${says} (skipped: ${reason})` : says, ignore: reason !== undefined, fn });

async function missingPrograms(): Promise<string | undefined> {
  for (const program of ["setpriv", "bwrap"]) {
    const { code } = await new Deno.Command("/bin/sh", { args: ["-c", `command -v ${program}`], stdout: "null" })
      .output();
    if (code !== 0) return `${program} is not installed`;
  }
  return undefined;
}

/** What a host of its own, run by an ordinary user, says of its sandbox and of one run. */
async function asNobody(prefix: readonly string[]): Promise<{ tier: string; reason: string; outputs: unknown }> {
  const folder = await Deno.makeTempDir({ prefix: "viva_nobody_" });
  try {
    // Neither the repository nor Deno need be where everybody may read.
    await Deno.chmod(folder, 0o755);
    await Deno.copyFile(await Deno.realPath(Deno.execPath()), `${folder}/deno`);
    await Deno.chmod(`${folder}/deno`, 0o755);
    await Deno.mkdir(`${folder}/sandbox`);
    for (const { name, isFile } of Deno.readDirSync(await buildSandbox())) {
      if (isFile) await Deno.copyFile(`${await buildSandbox()}/${name}`, `${folder}/sandbox/${name}`);
    }
    await Deno.writeTextFile(
      `${folder}/host.ts`,
      `import { createSandbox } from "${root}grader/sandbox/mod.ts";
       import { jobOf, outputsOf } from "${root}grader/sandbox/testing.ts";
       const sandbox = await createSandbox({ directory: "${folder}/sandbox" });
       const run = await sandbox.run(jobOf("export function f() { return 42; }"));
       console.log(JSON.stringify({ tier: sandbox.tier, reason: sandbox.reason, outputs: outputsOf(run) }));
       await sandbox.close();`,
    );
    await run([Deno.execPath(), "bundle", "--quiet", "--platform", "deno", "--output", `${folder}/host.js`], [
      `${folder}/host.ts`,
    ]);
    await run(["chown", "-R", `${nobody}:${nobody}`], [`${folder}/sandbox`]);
    const user = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", ...prefix];
    const host = [`${folder}/deno`, "run", "--quiet", "-A", "--no-config", `${folder}/host.js`];
    return JSON.parse(await run(user, host, { HOME: folder, DENO_DIR: `${folder}/sandbox/deno_dir` }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(
  [command, ...first]: readonly string[],
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const options = { args: [...first, ...args], env, cwd: root };
  const { success, stdout, stderr } = await new Deno.Command(command!, options).output();
  const decoder = new TextDecoder();
  assert.ok(success, `${command}: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

test("an ordinary user gets the jail", async () => {
  const { tier, outputs } = await asNobody([]);
  assert.deepEqual([tier, outputs], ["jail", [42]]);
});

test("where an ordinary user may make no namespaces, Landlock confines, and the reason says why", async () => {
  const { tier, reason, outputs } = await asNobody(
    ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--disable-userns"],
  );
  assert.deepEqual([tier, outputs], ["landlock", [42]]);
  assert.match(reason, /no jail: .*bwrap: .*namespace/);
});
