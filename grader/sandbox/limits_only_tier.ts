import { childEnvironment, denoArgs, limitedShell, type Tier, type TierParts } from "./tier.ts";

/** Children with limits and Deno's own permissions, and nothing that holds when Deno has a hole. For trusted input only. */
export function createLimitsOnlyTier(parts: TierParts): Tier {
  return {
    name: "limits-only",
    directory: parts.directory,
    deno: parts.deno,
    commandLine: (program) => ({
      command: "/bin/sh",
      args: [
        "-c",
        `${limitedShell(program)} && exec "$0" "$@"`,
        parts.deno,
        ...denoArgs(program, parts.directory),
      ],
      env: childEnvironment(program.cache?.folder),
      tellsInnerPid: false,
    }),
  };
}
