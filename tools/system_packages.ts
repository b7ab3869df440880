/** A Debian package that some tests need, and the file that shows that it is there. */
export interface SystemPackage {
  readonly name: string;
  readonly file: string;
  readonly neededFor: string;
}

/** What the tests use beside Deno. */
export const systemPackages: readonly SystemPackage[] = [
  { name: "chromium", file: "/usr/bin/chromium", neededFor: "the browser tests" },
  { name: "bubblewrap", file: "/usr/bin/bwrap", neededFor: "the tests of the jail" },
  {
    name: "mesa-vulkan-drivers",
    file: "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
    neededFor: "the webgpu tests",
  },
];

/** Installs what is missing where apt is there and may be used; tells what stays missing and why. */
export async function installSystemPackages(): Promise<void> {
  const missing = (await Promise.all(systemPackages.map(async (it) => await exists(it.file) ? [] : [it]))).flat();
  if (missing.length === 0) return;
  const apt = await aptCommand();
  if (!apt) {
    for (const { name, neededFor } of missing) {
      console.log(
        `${name} is missing and cannot be installed here (no apt, or no right to use it): ${neededFor} are skipped`,
      );
    }
    return;
  }
  const names = missing.map(({ name }) => name);
  console.log(`Installing ${names.join(", ")} …`);
  await run([...apt, "update", "-qq"]);
  // One by one, so that a package that this system does not have takes nothing else with it.
  for (const { name, neededFor } of missing) {
    const installed = await run([...apt, "install", "-y", "-qq", "--no-install-recommends", name]);
    if (!installed) console.log(`${name} could not be installed: ${neededFor} are skipped`);
  }
}

async function aptCommand(): Promise<readonly string[] | null> {
  if (Deno.build.os !== "linux" || !await exists("/usr/bin/apt-get")) return null;
  if (Deno.uid() === 0) return ["apt-get"];
  return await run(["sudo", "-n", "true"]) ? ["sudo", "-n", "apt-get"] : null;
}

async function run([command, ...args]: readonly string[]): Promise<boolean> {
  try {
    const { success, stderr } = await new Deno.Command(command!, {
      args,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) console.log(new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join("\n"));
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
