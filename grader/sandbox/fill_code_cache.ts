import { untilReady, usualMemoryMiB } from "./pool.ts";
import type { Load, Probe } from "./protocol.ts";
import { startSession } from "./session.ts";
import type { Tier } from "./tier.ts";

/**
 * Lets a child compile the guest's bundles once and keeps the result for all later ones, which read it and cannot change it.
 * The folder lies beside the bundles and belongs to a tier, since the paths seen from inside are part of it.
 *
 * @returns the folder, or `undefined` where none can be made: children then start slower, and that is all.
 */
export async function fillCodeCache(tier: Tier, directory: string): Promise<string | undefined> {
  const folder = `${directory}/cache/${tier.name}`;
  if (await isFolder(folder)) return folder;
  let fresh: string | undefined;
  try {
    await Deno.mkdir(`${directory}/cache`, { recursive: true });
    fresh = await Deno.makeTempDir({ dir: `${directory}/cache`, prefix: `${tier.name}_` });
    // The second time Deno gathers statistics about a cache with content; a reader would otherwise try to, and fail.
    await fill(tier, fresh);
    await fill(tier, fresh);
    await Deno.rename(fresh, folder);
    return folder;
  } catch {
    if (fresh) await Deno.remove(fresh, { recursive: true }).catch(() => {});
    // Another process may have been faster.
    return await isFolder(folder) ? folder : undefined;
  }
}

async function fill(tier: Tier, folder: string): Promise<void> {
  const session = startSession(tier, { memoryMiB: usualMemoryMiB, cache: { folder, fills: true } });
  try {
    await untilReady(session);
    const source = "export function f(x: number): number { return x; }";
    await session.send({ backend: "wasm", language: "typescript", source, entryPoints: ["f"] } satisfies Load);
    await session.next();
    await session.next();
    await session.send({ id: "f", source: "({ candidate }) => candidate.f(1)", inputs: "0" } satisfies Probe);
    await session.next();
  } finally {
    // Killed, so that the journals of the cache stay: a reader that may not write needs them.
    session.kill();
    await session.ending;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isDirectory ?? false;
}
