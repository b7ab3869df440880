/**
 * The realm of the submission: a worker of the child process. It gets one port and one token, and nothing that comes from the
 * submission is run before every means of reaching them is gone.
 */
import "./prelude.ts";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../../kernels/mod.ts";
import { type Fault, type Losses, outputLengthMax, type Probe } from "../protocol.ts";
import { collectGarbage } from "./collect_garbage.ts";
import { faultOf, sourceUrl } from "./fault_of.ts";
import { freezeTf, tfForSubmissions } from "./freeze_tf.ts";
import { createReporter } from "./reporter.ts";
import { serialise } from "./serialise.ts";
import { stripTypes } from "./strip_types.ts";
import { tameRealm } from "./tame_realm.ts";

/** Main isolate to realm. */
export type Command =
  /** No job in sight: give memory back. */
  | { readonly kind: "rest" }
  | { readonly kind: "strip"; readonly source: string }
  | {
    readonly kind: "load";
    readonly backend: "wasm" | "cpu" | "webgpu";
    readonly body: string;
    readonly tfNames: readonly string[];
    readonly entryPoints: readonly string[];
  }
  | { readonly kind: "probe"; readonly probe: Probe };

/** Realm to main isolate, as JSON behind the token. */
export type Reply =
  | { readonly kind: "ready"; readonly backend: string }
  | { readonly kind: "rested" }
  | { readonly kind: "stripped"; readonly script: string | undefined }
  | { readonly kind: "loaded" }
  | { readonly kind: "progress" } & Losses
  | { readonly kind: "crashed"; readonly fault: Fault }
  | { readonly kind: "returned"; readonly body: string }
  | { readonly kind: "threw"; readonly fault: Fault };

type Compile = (...args: string[]) => (...args: unknown[]) => unknown;
const compile = Function as unknown as Compile;
const compileAsync = (async () => {}).constructor as unknown as Compile;
const { setBackend, engine } = tf;
const { stringify, parse } = JSON;

addEventListener("message", (event) => {
  serve((event as MessageEvent<Beginning>).data);
}, { once: true });

/** The first message. */
interface Beginning {
  readonly port: MessagePort;
  readonly token: string;
  readonly wasm: Uint8Array;
  readonly gpu: boolean;
}

async function serve({ port, token, wasm, gpu }: Beginning): Promise<void> {
  const post = port.postMessage.bind(port);
  const reply = (message: Reply) => post(token + stringify(message));
  const backend = await start({ wasm, gpu }, (thrown) => reply({ kind: "crashed", fault: faultOf(thrown) }));
  const report = createReporter((losses) => reply({ kind: "progress", ...losses }));
  let candidate: object;
  port.onmessage = async ({ data }: MessageEvent<Command>) => {
    try {
      switch (data.kind) {
        case "rest":
          // What warming up has compiled stays.
          collectGarbage("regular");
          return reply({ kind: "rested" });
        case "strip":
          return reply({ kind: "stripped", script: stripTypes(data.source) });
        case "load":
          if (data.backend !== backend) await setBackend(data.backend);
          candidate = await evaluate(data);
          return reply({ kind: "loaded" });
        case "probe":
          return reply({ kind: "returned", body: await run(data.probe, { candidate, report }) });
        default:
          data satisfies never;
      }
    } catch (error) {
      reply({ kind: "threw", fault: faultOf(error) });
    }
  };
  reply({ kind: "ready", backend });
}

let given: object;

async function start(
  { wasm, gpu }: Pick<Beginning, "wasm" | "gpu">,
  onUncaught: (thrown: unknown) => void,
): Promise<string> {
  // Without `process` tfjs takes the runtime for a browser with workers of its own.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  // tfjs asks of every value whether it is one, and Deno loads all of WebGPU to answer.
  if (!gpu) delete (globalThis as Record<string, unknown>).GPUBuffer;
  await install({ backend: "cpu" });
  if (gpu) await install({ backend: "webgpu" });
  else {
    try {
      await install({ backend: "wasm", wasm: { binary: wasm } });
    } catch {
      await tf.setBackend("cpu");
    }
  }
  stripTypes("export const warm: number = 1;");
  warmUp();
  const backend = tf.getBackend();
  tameRealm({ onUncaught, gpu });
  freezeTf(tf);
  given = tfForSubmissions(tf);
  return backend;
}

/** Makes the first step of a submission no slower than the next ones. */
function warmUp(): void {
  tf.tidy(() => {
    const weights = tf.variable(tf.randomNormal([2, 4]), true, "warm_up");
    const x = tf.randomNormal([4, 2]) as tf.Tensor2D;
    const optimizer = tf.train.adam(0.01);
    optimizer.minimize(() => tf.matMul(x, weights).tanh().square().mean() as tf.Scalar, false, [weights]);
    weights.dataSync();
    weights.dispose();
    optimizer.dispose();
  });
}

async function evaluate(command: Command & { kind: "load" }): Promise<object> {
  const body = `"use strict";\n${command.body}\n//# sourceURL=${sourceUrl}`;
  const [exported] = await compileAsync(...command.tfNames, body)(...command.tfNames.map(() => given)) as [
    Record<string, unknown>,
  ];
  const candidate: Record<string, unknown> = { __proto__: null };
  for (const name of command.entryPoints) {
    candidate[name] = typeof exported[name] === "function" ? exported[name] : function () {
      // No arrow function: a class that is missing is called with `new`.
      const state = exported[name] === undefined ? "is missing" : `is a ${typeof exported[name]}`;
      throw new Error(`The export "${name}" ${state}, expected a function`);
    };
  }
  return Object.freeze(candidate);
}

async function run(
  probe: Probe,
  given: { readonly candidate: object; readonly report: ReturnType<typeof createReporter> },
): Promise<string> {
  const context = { tf, ...given, inputs: parse(probe.inputs) };
  engine().startScope();
  try {
    const call = compile(`"use strict"; return (${probe.source});`)() as (context: object) => unknown;
    return serialise(await call(context), outputLengthMax);
  } finally {
    engine().endScope();
  }
}
