/**
 * Bundles what runs inside the sandbox (guest code, tfjs, its wasm binary, kernels), and the filter around it, into `build/sandbox/`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { seccompFilter } from "../grader/sandbox/launcher/seccomp_filter.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const entries = {
  main: "grader/sandbox/guest/main.ts",
  realm: "grader/sandbox/guest/realm.ts",
  canary: "grader/sandbox/guest/canary.ts",
  launcher: "grader/sandbox/launcher/launcher.ts",
};
const architectures = ["x86_64", "aarch64"] as const;
const sources = ["grader/sandbox", "kernels"];

/** Options of {@link buildSandbox}. */
export interface BuildSandboxOptions {
  /** Where the bundles go; `build/sandbox` of the repository when left out. */
  readonly directory?: string;
}

/**
 * Builds the guest bundles, unless those that are there were built from the same sources, lock file and Deno.
 *
 * @returns the directory they are in.
 * @throws {Error} when a bundle cannot be made, with what `deno bundle` said.
 */
export async function buildSandbox(options: BuildSandboxOptions = {}): Promise<string> {
  const directory = options.directory ?? `${root}build/sandbox`;
  const digest = await digestOfInputs();
  if (await readIfThere(`${directory}/digest`) === digest) return directory;

  await Deno.mkdir(directory, { recursive: true });
  const fresh = await Deno.makeTempDir({ dir: directory, prefix: "new_" });
  try {
    await Promise.all([
      ...Object.entries(entries).map(([name, entry]) => bundle(entry, `${fresh}/${name}.js`)),
      ...architectures.map((name) => Deno.writeFile(`${fresh}/seccomp_${name}.bpf`, seccompFilter(name))),
    ]);
    await Deno.writeTextFile(`${fresh}/digest`, digest);
    // Code that was compiled for the old bundles.
    await Deno.remove(`${directory}/cache`, { recursive: true }).catch(() => {});
    // Each file is replaced in one step, so that a run that starts meanwhile never sees half of one.
    const files = [
      ...Object.keys(entries).map((name) => `${name}.js`),
      ...architectures.map((name) => `seccomp_${name}.bpf`),
      "digest",
    ];
    for (const file of files) await Deno.rename(`${fresh}/${file}`, `${directory}/${file}`);
  } finally {
    await Deno.remove(fresh, { recursive: true });
  }
  return directory;
}

async function bundle(entry: string, output: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", "--platform", "deno", "--output", output, entry],
    cwd: root,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot bundle "${entry}": ${new TextDecoder().decode(stderr).trim()}`);
}

async function digestOfInputs(): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(Deno.version));
  const files = (await Promise.all(sources.map((folder) => filesUnder(`${root}${folder}`)))).flat().sort();
  for (const file of [...files, `${root}deno.json`, `${root}deno.lock`]) {
    hash.update(`\0${file.slice(root.length)}\0`).update(await Deno.readFile(file));
  }
  return hash.digest("hex");
}

async function filesUnder(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) files.push(...await filesUnder(path));
    else if (/\.(ts|wgsl)$/.test(name) && !name.endsWith("_test.ts")) files.push(path);
  }
  return files;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

if (import.meta.main) console.log(await buildSandbox());
