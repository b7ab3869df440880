/** The permissions of the task in deno.json. */
const permissions = /--no-prompt (.*) tools\/bank\.ts/.exec(
  await Deno.readTextFile(new URL("../deno.json", import.meta.url)),
)![1]!.split(" ");

/** Runs `deno task bank` as users do. */
export async function bank(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, new URL("bank.ts", import.meta.url).pathname, ...args],
    env: { QUESTION_BANK: "", ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "bank-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
