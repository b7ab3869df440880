import { arch } from "node:os";
import type { GpuDrivers } from "./gpu_drivers.ts";
import type { Architecture } from "./launcher/syscalls.ts";

/** What is to be run inside. */
export interface Program {
  /** File name of a bundle in the build directory. */
  readonly script: "main.js" | "canary.js";
  /** Flags of `deno run`; `directory` is where the bundles are as seen from inside. */
  flags(directory: string): readonly string[];
  readonly args: readonly string[];
  /** Memory beyond what the runtime itself needs. */
  readonly memoryMiB: number;
  /** The Vulkan driver that it may use. */
  readonly gpu?: GpuDrivers;
  /** Compiled code of the bundles: a folder of the host, or none. Written to only where `fills` says so. */
  readonly cache?: { readonly folder: string; readonly fills: boolean };
}

/** How to start a program in a tier. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether bubblewrap first prints on stdout which process is the first one inside. */
  readonly tellsInnerPid: boolean;
}

/** A way to confine children. */
export interface Tier {
  readonly name: "jail" | "landlock" | "limits-only";
  commandLine(program: Program): CommandLine;
  /** Where the bundles are as seen from inside. */
  readonly directory: string;
  /** Where the Deno binary is as seen from inside. */
  readonly deno: string;
}

/** What a tier is made of. */
export interface TierParts {
  /** Where the bundles are on the host. */
  readonly directory: string;
  /** The Deno binary. */
  readonly deno: string;
  /** File names of the guest's bundles and what they read, in `directory`. */
  readonly guestFiles: readonly string[];
  /** Shared libraries that it loads, the dynamic linker among them. */
  readonly libraries: readonly string[];
}

const mib = 1 << 20;
/** What a ready guest already uses of RLIMIT_DATA: two isolates with 512 MiB of code range each, Deno, tfjs, the parser. */
const runtimeMiB = 1_216;
const wallMsMax = 60_000;

/** Limits of `setrlimit(2)`, in its units. */
export function limitsOf(program: Program) {
  return {
    data: (runtimeMiB + program.memoryMiB) * mib,
    cpuSeconds: Math.ceil(wallMsMax / 1000) * navigator.hardwareConcurrency + 1,
    openFiles: 128,
    fileBytes: 16 * mib,
  };
}

/** Arguments of Deno that run the bundle in `directory`. */
export function denoArgs(program: Program, directory: string): string[] {
  return [
    "run",
    ...["--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--cached-only"],
    "--unstable-worker-options",
    `--v8-flags=--expose-gc,--max-old-space-size=${program.memoryMiB}`,
    ...program.flags(directory),
    `${directory}/${program.script}`,
    ...program.args,
  ];
}

// One arena instead of one per thread, and what is freed goes back to the system.
const thriftyMalloc = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "65536", MALLOC_MMAP_THRESHOLD_: "65536" };

/** The environment of a child that finds compiled code in `cache`; else in a folder that not even root can make. */
export function childEnvironment(cache = "/dev/null/none"): Record<string, string> {
  return { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...thriftyMalloc };
}

/** A shell that sets limits and turns into the program: `sh -c limitedShell <filter file> <command> <args>`. */
export function limitedShell(program: Program): string {
  const { data, cpuSeconds, openFiles, fileBytes } = limitsOf(program);
  return [
    "ulimit -c 0",
    `ulimit -d ${data / 1024}`,
    `ulimit -t ${cpuSeconds}`,
    `ulimit -n ${openFiles}`,
    `ulimit -f ${fileBytes / 512}`,
  ].join(" && ");
}

/** This machine's, as the filter knows it. */
export const architecture: Architecture = arch() === "arm64" ? "aarch64" : "x86_64";
