import { dirname } from "node:path";
import {
  architecture,
  childEnvironment,
  denoArgs,
  limitedShell,
  type Program,
  type Tier,
  type TierParts,
} from "./tier.ts";

const inside = "/sandbox";

// Without --die-with-parent: where this process dies while bubblewrap sets up, so would bubblewrap, and the process inside, which
// waits for it then, would for ever. A child ends when its stdin does.

/**
 * Children in namespaces of their own (bubblewrap): a root that holds Deno, its libraries and the bundles, all read-only, and
 * 8 MiB of scratch space; no network, no other process, no environment, no privileges; limits and a seccomp filter.
 *
 * @throws {Error} where bubblewrap is not installed.
 */
export async function createJailTier(parts: TierParts): Promise<Tier> {
  const bubblewrap = await findProgram("bwrap");
  if (bubblewrap === undefined) throw new Error("bubblewrap is not installed");
  const filterFile = `${parts.directory}/seccomp_${architecture}.bpf`;
  return {
    name: "jail",
    directory: inside,
    deno: `${inside}/deno`,
    commandLine: (program) => ({
      command: "/bin/sh",
      args: [
        "-c",
        `${limitedShell(program)} && exec "$@" 8>&1 9<"$0"`,
        filterFile,
        bubblewrap,
        ...bubblewrapArgs(program, parts),
        ...[`${inside}/deno`, ...denoArgs(program, inside)],
      ],
      env: {},
      tellsInnerPid: true,
    }),
  };
}

function bubblewrapArgs(program: Program, parts: TierParts): string[] {
  const { cache } = program;
  const env = { ...childEnvironment(cache ? `${inside}/cache` : undefined), ...program.gpu?.env };
  const files = [...new Set([...parts.libraries, ...program.gpu?.files ?? []])];
  const folders = new Set(files.map((file) => dirname(file)));
  return [
    ...["--unshare-all", "--unshare-user", "--disable-userns"],
    ...["--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...["--clearenv", ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value])],
    ...["--ro-bind", parts.deno, `${inside}/deno`],
    ...parts.guestFiles.flatMap((file) => ["--ro-bind", `${parts.directory}/${file}`, `${inside}/${file}`]),
    ...cache ? [cache.fills ? "--bind" : "--ro-bind-try", cache.folder, `${inside}/cache`] : [],
    ...[...folders].flatMap((folder) => ["--dir", folder]),
    ...files.flatMap((file) => ["--ro-bind", file, file]),
    // Deno asks where its own binary is and finds no answer without a process file system.
    ...["--symlink", `${inside}/deno`, "/proc/self/exe"],
    ...["--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"],
    ...["--size", String(8 << 20), "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"],
    ...["--info-fd", "8", ...cache?.fills ? [] : ["--seccomp", "9"], "--"],
  ];
}

async function findProgram(name: string): Promise<string | undefined> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/bin", "/usr/local/bin", "/bin"];
  for (const folder of folders) {
    if (!folder.startsWith("/")) continue;
    const stat = await Deno.stat(`${folder}/${name}`).catch(() => undefined);
    if (stat?.isFile) return `${folder}/${name}`;
  }
  return undefined;
}
