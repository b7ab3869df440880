import type { Libc } from "./libc.ts";

/** Paths and what is allowed there; everything else on every file system is refused. */
export interface LandlockRules {
  /** Files and folders that may be read. */
  readonly readable: readonly string[];
  /** Files that may also be executed or mapped as code. */
  readonly executable: readonly string[];
}

// <linux/landlock.h>; the numbers of the three calls are the same on every architecture.
const createRuleset = 444;
const addRule = 445;
const restrictSelf = 446;
const versionFlag = 1;
const pathBeneath = 1;
const executeBit = 1n << 0n;
const readFileBit = 1n << 2n;
const readDirectoryBit = 1n << 3n;
const openPath = 0o10000000 | 0o2000000; // O_PATH | O_CLOEXEC

/**
 * Confines the calling thread, and what it executes, to reading the given paths. From ABI 4 on it also refuses TCP, from
 * ABI 6 on abstract unix sockets and signals to processes outside.
 *
 * @returns the ABI version of the kernel.
 * @throws {Error} where the kernel has no Landlock.
 */
export function confine(libc: Libc, rules: LandlockRules): number {
  const abi = landlockAbi(libc);
  if (abi < 1) throw new Error("Cannot confine: the kernel has no Landlock, expected ABI 1 or newer");
  const fileSystem = (1n << BigInt(abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13)) - 1n;
  const attributes = new BigUint64Array([fileSystem, abi >= 4 ? 3n : 0n, abi >= 6 ? 3n : 0n]);
  const size = abi >= 6 ? 24n : abi >= 4 ? 16n : 8n;
  const ruleset = libc.check(
    "landlock_create_ruleset",
    libc.syscall(createRuleset, libc.pointer(attributes), size, 0n),
  );
  for (const path of rules.readable.filter(exists)) {
    allowPath(libc, { ruleset, path, access: readFileBit | readDirectoryBit });
  }
  for (const path of rules.executable) allowPath(libc, { ruleset, path, access: readFileBit | executeBit });
  libc.check("landlock_restrict_self", libc.syscall(restrictSelf, ruleset, 0n, 0n));
  return abi;
}

// What is not there, such as a cache that was cleared, need not be allowed.
function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The kernel's Landlock version, 0 where there is none. */
export function landlockAbi(libc: Libc): number {
  return Math.max(0, Number(libc.syscall(createRuleset, 0n, 0n, BigInt(versionFlag))));
}

function allowPath(
  libc: Libc,
  { ruleset, path, access }: { readonly ruleset: bigint; readonly path: string; readonly access: bigint },
): void {
  const fd = libc.check(`open ${path}`, BigInt(libc.open(path, openPath)));
  const rule = new Uint8Array(12);
  const view = new DataView(rule.buffer);
  // A right on folders is refused for a file.
  const granted = Deno.statSync(path).isDirectory ? access : access & ~readDirectoryBit;
  view.setBigUint64(0, granted, true);
  view.setInt32(8, Number(fd), true);
  libc.check(`landlock_add_rule ${path}`, libc.syscall(addRule, ruleset, BigInt(pathBeneath), libc.pointer(rule)));
}
