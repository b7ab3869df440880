/**
 * Bundles what runs inside the sandbox (guest code, tfjs, its wasm binary, kernels), and the filter around it, into `build/sandbox/`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { seccompFilter } from "../grader/sandbox/launcher/seccomp_filter.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const guest = "grader/sandbox/guest";
// What is imported on demand belongs to the WebGPU backend: without permissions nothing could load it later.
const onDemand = "./webgpu/start_webgpu.ts";
// The realm has nothing else of Node: what tfjs would fetch and read files with takes as much code as its gradients.
const stripper = "node:module";
const bundles: Readonly<Record<string, BundleParts>> = {
  main: { entry: `${guest}/main.ts` },
  realm: { entry: `${guest}/realm.ts`, external: [onDemand, stripper], platform: "browser" },
  realm_webgpu: { entry: `${guest}/realm.ts`, external: [stripper], platform: "browser" },
  explain_syntax: { entry: `${guest}/explain_syntax.ts` },
  canary: { entry: `${guest}/canary.ts` },
  launcher: { entry: "grader/sandbox/launcher/launcher.ts" },
};
const wasmBinary = import.meta.resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm");
/** Stands in the guest for the package of its name. */
const replaced = { "@tensorflow/tfjs": "grader/sandbox/guest/tfjs.ts" };
const architectures = ["x86_64", "aarch64"] as const;
const sources = ["grader/sandbox", "kernels"];
const builtFile = /\.(js|wasm|bpf)$/;

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
    const importMap = `${fresh}/import_map.json`;
    await Deno.writeTextFile(importMap, JSON.stringify(await guestImportMap()));
    await Promise.all([
      ...Object.entries(bundles).map(([name, parts]) => bundle({ importMap, output: `${fresh}/${name}.js`, ...parts })),
      ...architectures.map((name) => Deno.writeFile(`${fresh}/seccomp_${name}.bpf`, seccompFilter(name))),
      Deno.copyFile(fileURLToPath(wasmBinary), `${fresh}/tfjs.wasm`),
    ]);
    await Deno.writeTextFile(`${fresh}/digest`, digest);
    // Code that was compiled for the old bundles.
    await Deno.remove(`${directory}/cache`, { recursive: true }).catch(() => {});
    const files = await builtFilesIn(fresh);
    // Each file is replaced in one step, so that a run that starts meanwhile never sees half of one.
    for (const file of [...files, "digest"]) await Deno.rename(`${fresh}/${file}`, `${directory}/${file}`);
    const stale = (await builtFilesIn(directory)).filter((file) => !files.includes(file));
    for (const file of stale) await Deno.remove(`${directory}/${file}`);
  } finally {
    await Deno.remove(fresh, { recursive: true });
  }
  return directory;
}

interface BundleParts {
  readonly entry: string;
  /** Imports, as they are written, that are left out. */
  readonly external?: readonly string[];
  /** Which variant of a package is taken; Deno's when left out. */
  readonly platform?: "browser" | "deno";
}

async function bundle(
  { entry, external = [], platform = "deno", importMap, output }: BundleParts & {
    readonly importMap: string;
    readonly output: string;
  },
): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--minify", "--platform", platform, "--import-map", importMap],
      ...external.flatMap((name) => ["--external", name]),
      ...["--output", output, entry],
    ],
    cwd: root,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot bundle "${entry}": ${new TextDecoder().decode(stderr).trim()}`);
}

/** The imports of `deno.json` in the long form that an import map needs, with what is replaced. */
async function guestImportMap(): Promise<{ readonly imports: Readonly<Record<string, string>> }> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${root}deno.json`)) as { imports: Record<string, string> };
  const subpaths = Object.entries(imports).map(([name, target]) => [`${name}/`, `${target.replace("npm:", "npm:/")}/`]);
  const files = Object.entries(replaced).map(([name, file]) => [name, `file://${root}${file}`]);
  return { imports: { ...imports, ...Object.fromEntries(subpaths), ...Object.fromEntries(files) } };
}

async function builtFilesIn(directory: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(directory)) if (builtFile.test(name)) files.push(name);
  return files;
}

async function digestOfInputs(): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(Deno.version));
  const files = (await Promise.all(sources.map((folder) => filesUnder(`${root}${folder}`)))).flat().sort();
  for (const file of [...files, `${root}tools/build_sandbox.ts`, `${root}deno.json`, `${root}deno.lock`]) {
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
