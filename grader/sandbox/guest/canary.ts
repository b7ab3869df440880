/**
 * Tries, with every permission that Deno can give, what the operating system must refuse. What succeeds is printed as JSON: the
 * tier holds when the list is empty.
 */

/** What a canary tries. */
export type CanaryPlan =
  | {
    readonly kind: "reach";
    /** A file of the host that everybody may read. */
    readonly file: string;
    /** A folder of the host that everybody may write to. */
    readonly folder: string;
    /** A port of the loopback interface on which the host listens. */
    readonly port: number;
    /** A program of the host. */
    readonly program: string;
    /** The Deno binary as seen from inside. */
    readonly deno: string;
  }
  | { readonly kind: "allocate"; readonly upToMiB: number }
  | { readonly kind: "linger" }
  /** Imports a module and calls its export `f`; prints what comes of it. */
  | { readonly kind: "evaluate"; readonly source: string };

// Calls by which code leaves a sandbox or spends what no limit counts: numbers on x86-64 and arm64, then arguments, with which
// they fail or do nothing even where they are not refused.
const systemCalls: Readonly<Record<string, readonly [number, number, ...number[]]>> = {
  "socket AF_INET": [41, 198, 2, 1, 0],
  "socket AF_UNIX": [41, 198, 1, 1, 0],
  "socket AF_NETLINK": [41, 198, 16, 3, 0],
  "socket AF_VSOCK": [41, 198, 40, 1, 0],
  "keyctl": [250, 219, 0, -3, 0],
  "memfd_create": [319, 279, 0, 0],
  "ptrace": [101, 117, 3, 1, 0],
  "unshare": [272, 97, 0x10000000],
  "userfaultfd": [323, 282, 1],
  "io_uring_setup": [425, 425, 1, 0],
  "perf_event_open": [298, 241, 0, 0, -1, -1, 0],
  "bpf": [321, 280, 0, 0, 0],
  "kill": [62, 129, 1, 0],
  "clone": [56, 220, 0x800, 0],
  "shmget": [29, 194, 0, 0, 0o1600],
  "chroot": [161, 51, 0],
  "pidfd_open": [434, 434, 1, 0],
};
const notImplemented = 38;
const notPermitted = 1;

/** Names of the calls that the kernel did not refuse outright. */
function unfilteredCalls(): string[] {
  const { symbols } = Deno.dlopen("libc.so.6", {
    syscall: { parameters: ["i64", "i64", "i64", "i64", "i64", "i64"], result: "i64" },
    __errno_location: { parameters: [], result: "pointer" },
  });
  const column = Deno.build.arch === "aarch64" ? 1 : 0;
  return Object.entries(systemCalls).flatMap(([name, numbers]) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = numbers.slice(2).map(BigInt);
    const result = symbols.syscall(BigInt(numbers[column]), BigInt(a), BigInt(b), BigInt(c), BigInt(d), BigInt(e));
    const error = new Deno.UnsafePointerView(symbols.__errno_location()!).getInt32();
    return result < 0n && (error === notImplemented || error === notPermitted) ? [] : [`call ${name}`];
  });
}

const plan: CanaryPlan = JSON.parse(Deno.args[0]!);

async function succeeded(attempts: Record<string, () => unknown>): Promise<string[]> {
  const names: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      names.push(name);
    } catch {
      // Refused, as it should be.
    }
  }
  return names;
}

switch (plan.kind) {
  case "reach": {
    const { file, folder, port, program, deno } = plan;
    console.log(JSON.stringify([
      ...unfilteredCalls(),
      ...await succeeded({
        "read a file of the host": () => Deno.readTextFileSync(file),
        "list a folder of the host": () => [...Deno.readDirSync(folder)],
        "write a file of the host": () => Deno.writeTextFileSync(`${folder}/canary`, "x"),
        "read the host's accounts": () => Deno.readTextFileSync("/etc/passwd"),
        "connect over TCP": () => Deno.connect({ hostname: "127.0.0.1", port }),
        "listen on TCP": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
        "open a UDP socket": () => Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 }),
        "open a unix socket": () => Deno.listen({ transport: "unix", path: "/tmp/canary.sock" }),
        "start a program of the host": () => new Deno.Command(program).outputSync(),
        "start itself again": () => new Deno.Command(deno, { args: ["--version"] }).outputSync(),
      }),
    ]));
    break;
  }
  case "allocate": {
    const kept: ArrayBuffer[] = [];
    try {
      while (16 * kept.length < plan.upToMiB) kept.push(new ArrayBuffer(16 << 20));
      console.log(JSON.stringify([`allocate ${plan.upToMiB} MiB`]));
    } catch {
      console.log("[]");
    }
    break;
  }
  case "evaluate": {
    try {
      const { f } = await import(`data:application/typescript,${encodeURIComponent(plan.source)}`);
      console.log(JSON.stringify(await f()));
    } catch (error) {
      console.log(`refused: ${error}`);
    }
    break;
  }
  case "linger": {
    Deno.addSignalListener("SIGTERM", () => {});
    console.log("[]");
    while (true);
  }
}
