import assert from "node:assert/strict";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");

async function keys(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", join(root, "tools/keys.ts"), ...args],
    env: { DATABASE_URL: `file:${folder}/viva.db` },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("keys create, list and revoke work beside each other, and the key is shown once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-keys-" });
  try {
    const made = await keys(folder, "create", "--name", "course", "--scopes", "grade,sessions");
    assert.equal(made.code, 0, made.err);
    const [key = ""] = made.out.split("\n");
    assert.match(key, /^viva_live_/);
    const listed = await keys(folder, "list");
    assert.match(listed.out, /course {2}grade,sessions/);
    assert.ok(!listed.out.includes(key));
    const id = /key_\w+/.exec(listed.out)![0];
    assert.equal((await keys(folder, "revoke", id)).code, 0);
    assert.equal((await keys(folder, "list")).out, "");
    const again = await keys(folder, "revoke", id);
    assert.deepEqual([again.code, /expected/.test(again.err)], [2, true]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test.each([
  ["no name", ["create", "--scopes", "grade"], /--name/],
  ["an unknown scope", ["create", "--name", "a", "--scopes", "root"], /expected some of grade/],
  ["no command", [], /deno task keys create/],
  ["an unknown option", ["list", "--all"], /--all/],
])("keys with %s ends with 2 and says what it expects", async (_, args, says) => {
  const folder = await Deno.makeTempDir({ prefix: "viva-keys-" });
  try {
    const { code, err } = await keys(folder, ...args);
    assert.equal(code, 2, err);
    assert.match(err, says);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
