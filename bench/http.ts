/**
 * Measures multiple-choice grading over HTTP against bare Hono with one libSQL insert, in one run, and the time from the start of the
 * process to a ready server. Prints Markdown.
 *
 *     deno task bench:http
 *
 * @module
 */
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");
const warmUp = 300;
const requests = 3_000;
const clients = 8;
const starts = 7;
const question = "mcq-cgan-definition";

interface Running {
  readonly url: string;
  readonly startedMs: number;
  stop(): Promise<void>;
}

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const begun = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", ...args],
    env: { PORT: "0", LOG_LEVEL: "error", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  let url: string | undefined;
  while (!(url = /http:\/\/\S+?(?=\/)/.exec(printed)?.[0])) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Cannot measure: ${args[0]} ended before it served\n${printed}`);
    printed += value;
  }
  return {
    url,
    startedMs: performance.now() - begun,
    async stop() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}

async function load(url: string, count: number): Promise<readonly number[]> {
  const body = JSON.stringify({ questionId: question, answer: { kind: "multiple-choice", choices: ["a"] } });
  const times: number[] = [];
  let left = count;
  const client = async () => {
    while (left-- > 0) {
      const begun = performance.now();
      const reply = await fetch(`${url}/v1/grade`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      await reply.arrayBuffer();
      if (reply.status !== 200) throw new Error(`Cannot measure: ${url} answered ${reply.status}, expected 200`);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor(q * (sorted.length - 1))]!;
const shown = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

const folder = await Deno.makeTempDir({ prefix: "viva-bench-" });
try {
  const viva = await start([join(root, "main.ts")], { DATABASE_URL: `file:${join(folder, "viva.db")}` });
  const bare = await start([join(root, "bench", "bare_server.ts"), join(folder, "bare.db")]);
  const rows: string[] = [];
  const perSecond: Record<string, number[]> = { viva: [], bare: [] };
  for (const [name, { url }] of Object.entries({ viva, bare })) await load(url, warmUp).then(() => name);
  // Rounds alternate, so that a busy moment of the machine falls on both.
  for (let round = 0; round < 3; round++) {
    for (const [name, { url }] of Object.entries({ viva, bare })) {
      const begun = performance.now();
      const times = await load(url, requests);
      const rate = requests / ((performance.now() - begun) / 1_000);
      perSecond[name]!.push(rate);
      rows.push(
        `| ${name} | ${round + 1} | ${shown(rate)} | ${shown(quantile(times, 0.5))} | ${
          shown(quantile(times, 0.95))
        } | ${shown(quantile(times, 0.99))} |`,
      );
    }
  }
  await viva.stop();
  await bare.stop();
  const median = (values: readonly number[]) => quantile(values.toSorted((a, b) => a - b), 0.5);
  console.log(
    `| server | round | requests/s | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|---|\n${rows.join("\n")}`,
  );
  console.log(
    `\nmedian requests/s: viva ${shown(median(perSecond.viva!))}, bare ${shown(median(perSecond.bare!))}, ratio ${
      (median(perSecond.viva!) / median(perSecond.bare!)).toFixed(2)
    } (${clients} clients, ${requests} requests a round)`,
  );

  const times: number[] = [];
  for (let n = 0; n < starts; n++) {
    const server = await start([join(root, "main.ts")], { DATABASE_URL: `file:${join(folder, `start-${n}.db`)}` });
    times.push(server.startedMs);
    await server.stop();
  }
  times.sort((a, b) => a - b);
  console.log(
    `\nstart to serving, fresh database: median ${shown(median(times))} ms of ${starts} (min ${shown(times[0]!)}, max ${
      shown(times.at(-1)!)
    })`,
  );
} finally {
  await Deno.remove(folder, { recursive: true });
}
