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
  | { readonly kind: "linger" };

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
    console.log(JSON.stringify(
      await succeeded({
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
    ));
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
  case "linger": {
    Deno.addSignalListener("SIGTERM", () => {});
    console.log("[]");
    while (true);
  }
}
