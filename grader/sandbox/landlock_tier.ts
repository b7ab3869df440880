import type { LaunchPlan } from "./launcher/launcher.ts";
import {
  childEnvironment,
  type CommandLine,
  denoArgs,
  limitsOf,
  type Program,
  type Tier,
  type TierParts,
} from "./tier.ts";

// Resource numbers of setrlimit(2) on Linux.
const resources = { cpu: 0, fileBytes: 1, data: 2, core: 4, openFiles: 7 };

/**
 * Children that confine themselves with what the kernel offers everybody (Linux 5.13 or newer): Landlock lets them read Deno, its
 * libraries and the bundles and nothing else; a seccomp filter refuses sockets, processes and signals; limits; no capabilities.
 */
export function createLandlockTier(parts: TierParts): Tier {
  return {
    name: "landlock",
    directory: parts.directory,
    deno: parts.deno,
    commandLine(program) {
      if (program.cache?.fills) return unconfined(program, parts);
      const { data, cpuSeconds, openFiles, fileBytes } = limitsOf(program);
      const env = childEnvironment(program.cache?.folder);
      const plan: LaunchPlan = {
        parent: Deno.pid,
        limits: [
          [resources.core, 0],
          [resources.data, data],
          [resources.cpu, cpuSeconds],
          [resources.openFiles, openFiles],
          [resources.fileBytes, fileBytes],
        ],
        rules: {
          readable: [
            ...parts.guestFiles.map((file) => `${parts.directory}/${file}`),
            ...parts.libraries,
            ...program.cache ? [program.cache.folder] : [],
            ...["/dev/null", "/dev/urandom"],
          ],
          executable: [parts.deno, ...parts.libraries.filter((library) => /\/ld[^/]*\.so/.test(library))],
        },
        argv: [parts.deno, ...denoArgs(program, parts.directory)],
        env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      };
      const flags = ["--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--cached-only"];
      return {
        command: parts.deno,
        args: [
          "run",
          ...flags,
          ...["--allow-ffi", "--allow-read", `${parts.directory}/launcher.js`],
          JSON.stringify(plan),
        ],
        env: childEnvironment(),
        tellsInnerPid: false,
      };
    },
  };
}

// Only the guest's own code runs while the cache is filled.
function unconfined(program: Program, parts: TierParts): CommandLine {
  const env = childEnvironment(program.cache?.folder);
  return { command: parts.deno, args: denoArgs(program, parts.directory), env, tellsInnerPid: false };
}
