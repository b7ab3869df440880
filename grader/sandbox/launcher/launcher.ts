/**
 * Turns itself into a confined Deno: takes limits, gives up capabilities, lets Landlock and a seccomp filter close behind it and
 * executes the program. Its one argument is a {@link LaunchPlan} as JSON.
 */
import type { Architecture } from "./syscalls.ts";
import { confine, landlockAbi, type LandlockRules } from "./landlock.ts";
import { type Libc, openLibc } from "./libc.ts";
import { seccompFilter } from "./seccomp_filter.ts";

/** What to execute, and within which bounds. */
export interface LaunchPlan {
  /** The process that must still be the parent; the child dies with it. */
  readonly parent: number;
  /** Resource numbers of `setrlimit(2)` and their values. */
  readonly limits: readonly (readonly [number, number])[];
  readonly rules: LandlockRules;
  readonly argv: readonly string[];
  readonly env: readonly string[];
}

// <linux/prctl.h>, <linux/seccomp.h>
const setParentDeathSignal = 1;
const setNoNewPrivileges = 38;
const setSeccomp = 22;
const dropFromBoundingSet = 24;
const setSecureBits = 28;
const seccompModeFilter = 2n;
// NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE with their locks, and the lock of KEEP_CAPS.
const secureBits = 0b11101111n;
const sigkill = 9n;
const capabilityMax = 63;
const capset: Readonly<Record<Architecture, number>> = { x86_64: 126, aarch64: 91 };
const closeRange = 436;
const closeOnExec = 4n;

function launch(plan: LaunchPlan): never {
  const libc = openLibc();
  libc.prctl(setParentDeathSignal, sigkill);
  if (libc.getppid() !== plan.parent) throw new Error("Cannot launch: the parent has gone, expected it to be alive");
  for (const [resource, value] of plan.limits) {
    libc.check(`setrlimit ${resource}`, BigInt(libc.setrlimit(resource, BigInt(value))));
  }
  if (libc.getuid() === 0) dropCapabilities(libc);
  libc.check("prctl no_new_privs", BigInt(libc.prctl(setNoNewPrivileges, 1n)));
  libc.check("close_range", libc.syscall(closeRange, 3n, 0xffffffffn, closeOnExec));
  confine(libc, plan.rules);
  const filter = seccompFilter(architecture(), { pid: Deno.pid });
  const program = new BigUint64Array([BigInt(filter.length / 8), libc.pointer(filter)]);
  libc.check("prctl seccomp", BigInt(libc.prctl(setSeccomp, seccompModeFilter, libc.pointer(program))));
  libc.execve(plan.argv, plan.env);
  throw new Error(`Cannot execute "${plan.argv[0]}": the kernel refused, expected success`);
}

function dropCapabilities(libc: Libc): void {
  for (let capability = 0; capability <= capabilityMax; capability++) {
    libc.prctl(dropFromBoundingSet, BigInt(capability));
  }
  libc.check("prctl securebits", BigInt(libc.prctl(setSecureBits, secureBits)));
  // _LINUX_CAPABILITY_VERSION_3, this thread; all three sets empty.
  const header = new Uint32Array([0x20080522, 0]);
  const none = new Uint32Array(6);
  libc.check("capset", libc.syscall(capset[architecture()], libc.pointer(header), libc.pointer(none)));
}

function architecture(): Architecture {
  const { arch } = Deno.build;
  if (arch !== "x86_64" && arch !== "aarch64") {
    throw new Error(`Cannot filter system calls on "${arch}": unknown numbers, expected x86_64 or aarch64`);
  }
  return arch;
}

if (Deno.args[0] === "abi") console.log(landlockAbi(openLibc()));
else launch(JSON.parse(Deno.args[0]!));
