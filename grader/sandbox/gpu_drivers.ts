import { dirname } from "node:path";

/** What a WebGPU backend needs of the host: a Vulkan driver. */
export interface GpuDrivers {
  /** Shared libraries and descriptions of the driver, as absolute paths. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const loader = "libvulkan.so.1";
const libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
const descriptions = "/usr/share/vulkan/icd.d";

/**
 * Finds Mesa's software driver (lavapipe): it computes on the processor and needs no device of the host.
 *
 * @returns `undefined` where it is not installed.
 */
export async function findGpuDrivers(): Promise<GpuDrivers | undefined> {
  const names = Array.from(await entriesOf(descriptions)).filter((name) => /^lvp_icd.*\.json$/.test(name));
  const loaders = await existing(libraryFolders.map((folder) => `${folder}/${loader}`));
  if (names.length === 0 || loaders.length === 0) return undefined;
  const icd = `${descriptions}/${names[0]}`;
  const { ICD } = JSON.parse(await Deno.readTextFile(icd)) as { ICD: { library_path: string } };
  const library = ICD.library_path;
  const path = library.startsWith("/") ? library : `${dirname(loaders[0]!)}/${library}`;
  const libraries = [loaders[0]!, path, ...await neededBy(path), ...await neededBy(loaders[0]!)];
  return {
    files: [...new Set([...libraries, icd])],
    env: { VK_DRIVER_FILES: icd, VK_ICD_FILENAMES: icd, XDG_RUNTIME_DIR: "/tmp" },
  };
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch {
    return [];
  }
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if ((await Deno.stat(path).catch(() => undefined))?.isFile) found.push(path);
  return found;
}

/** The libraries that a library loads; the dynamic linker lists them. */
async function neededBy(library: string): Promise<string[]> {
  const [linker] = await existing(["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]);
  if (linker === undefined) return [];
  const { stdout } = await new Deno.Command(linker, { args: ["--list", library], stderr: "null" }).output();
  return [...new TextDecoder().decode(stdout).matchAll(/=> (\/\S+) \(0x/g)].map((match) => match[1]!);
}
