import { createJailTier } from "./jail_tier.ts";
import { createLandlockTier } from "./landlock_tier.ts";
import { createLimitsOnlyTier } from "./limits_only_tier.ts";
import { proveTier } from "./prove_tier.ts";
import { sharedLibraries } from "./shared_libraries.ts";
import type { Tier, TierParts } from "./tier.ts";

/** A tier, or none, and why. */
export interface TierChoice {
  readonly tier: Tier | undefined;
  readonly reason: string;
}

const creators = {
  jail: createJailTier,
  landlock: createLandlockTier,
  "limits-only": createLimitsOnlyTier,
};
const reasons = {
  jail: "bubblewrap confines every run: no network, no files of the host, system calls filtered",
  landlock: "Landlock and a seccomp filter confine every run: no network, no files of the host",
  "limits-only": "named by the operator: limits only, for trusted input",
};

/**
 * The best tier that can be proven on this machine: the jail, else Landlock. Limits alone are taken only when they are asked for
 * by name.
 */
export async function chooseTier(
  directory: string,
  options: { readonly only?: Tier["name"] } = {},
): Promise<TierChoice> {
  if (Deno.build.os !== "linux") {
    return { tier: undefined, reason: `code cannot be confined on ${Deno.build.os}, expected linux` };
  }
  const parts = await tierParts(directory);
  const failures: string[] = [];
  for (const name of options.only ? [options.only] : ["jail", "landlock"] as const) {
    try {
      const tier = await creators[name](parts);
      await proveTier(tier);
      const better = failures.length > 0 ? ` (${failures.join("; ")})` : "";
      return { tier, reason: `${reasons[name]}${better}` };
    } catch (error) {
      failures.push(`no ${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { tier: undefined, reason: failures.join("; ") };
}

/** What the tiers of this machine are made of. */
export async function tierParts(directory: string): Promise<TierParts> {
  const deno = await Deno.realPath(Deno.execPath());
  const guestFiles: string[] = [];
  for await (const { name } of Deno.readDir(directory)) if (/\.(js|wasm)$/.test(name)) guestFiles.push(name);
  const libraries = Deno.build.os === "linux" ? await sharedLibraries(deno) : [];
  return { directory, guestFiles, deno, libraries };
}
