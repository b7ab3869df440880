import assert from "node:assert/strict";
import type { ProbeResult, Sandbox, SandboxJob } from "../grader/mod.ts";
import type { CodingCheck, CodingQuestion } from "../question-bank/mod.ts";
import { main, repeat, rowOf, type Run, runOnce, type Submission, submissionsOf } from "./bank_runs.ts";
import { inProcessSandbox } from "./in_process_sandbox.ts";

const doubles: CodingCheck = {
  draw: (random) => Math.floor(1000 * random.uniform()),
  probe: ({ candidate, inputs }) => candidate.double(inputs),
  judge: (output, inputs) => ({
    passed: output === 2 * (inputs as number),
    message: `Expected ${2 * (inputs as number)}, got ${output}.`,
  }),
};

function questionOf(id: string, parts: Partial<CodingQuestion> = {}): CodingQuestion {
  const check = { title: "Doubles", weight: 1, rejects: "It does not.", check: doubles };
  return {
    ...{ kind: "coding", id, version: "v1", backend: "cpu", limits: { wallMs: 1000, memoryMiB: 64 } },
    entryPoints: [{ name: "double", signature: "(x: number) => number", doc: "Twice x." }],
    checks: [{ ...check, id: "shown", visible: true }, { ...check, id: "hidden", visible: false }],
    reference: "twice",
    wrong: [{ name: "square", source: "square", rejectedBy: "hidden" }],
    ...parts,
  } as unknown as CodingQuestion;
}

const question = questionOf("code-double");
const [reference] = submissionsOf([question], { wrong: false }) as [Submission];
const [square] = submissionsOf([question], { wrong: true }) as [Submission];

/** A sandbox in which the "source" is the name of a function below. */
const programs: { readonly [source: string]: (x: number) => number } = {
  twice: (x) => 2 * x,
  square: (x) => x * x + 1,
  throwing: () => {
    throw new RangeError(`no place for it`);
  },
};

function sandboxWith(end: { readonly stderr?: string; readonly stopsAfter?: number } = {}) {
  const jobs: SandboxJob[] = [];
  const sandbox: Sandbox = {
    tier: "jail",
    reason: "a stand-in",
    run: (job, options) => {
      jobs.push(job);
      const results = job.probes().slice(0, end.stopsAfter).map(({ id, inputs }): ProbeResult => {
        try {
          return { id, status: "returned", output: programs[job.source]!(inputs as number) };
        } catch (error) {
          return { id, status: "threw", error: (error as Error).message };
        }
      });
      for (const result of results) options?.onResult?.(result);
      const status = end.stopsAfter === undefined ? "ok" : "time-limit";
      const { stderr = "" } = end;
      return Promise.resolve(
        { status, backend: "cpu", durationMs: 1, peakMemoryMiB: 1, stdout: "", stderr, results } as const,
      );
    },
  };
  return { sandbox, jobs };
}

Deno.test("a right answer passes when every check does; a failure tells the check's own words, hidden or not", async () => {
  const { sandbox, jobs } = sandboxWith();
  const run = await runOnce(reference, 7, sandbox);
  assert.deepEqual({ ...run, ms: 0 }, {
    ...{ question: "code-double", version: "v1", submission: "reference", seed: 7, ms: 0, failures: [] },
  });
  const [shown, hidden] = jobs[0]!.probes().map(({ inputs }) => inputs as number);
  const failed = await runOnce({ ...reference, source: "square" }, 7, sandbox);
  assert.deepEqual(failed.failures, [
    { check: "shown", message: `Expected ${2 * shown!}, got ${shown! ** 2 + 1}.` },
    { check: "hidden", message: `Expected ${2 * hidden!}, got ${hidden! ** 2 + 1}.` },
  ]);
});

Deno.test("equal seeds draw equal inputs, other seeds others", async () => {
  const inputsFor = async (seed: number) => {
    const { sandbox, jobs } = sandboxWith();
    await runOnce(reference, seed, sandbox);
    return jobs[0]!.probes().map(({ inputs }) => inputs);
  };
  assert.deepEqual(await inputsFor(3), await inputsFor(3));
  assert.notDeepEqual(await inputsFor(3), await inputsFor(4));
});

Deno.test("errors, limits and what is written to stderr are failures of a right answer", async () => {
  const thrown = await runOnce({ ...reference, source: "throwing" }, 1, sandboxWith().sandbox);
  assert.deepEqual(thrown.failures.map(({ message }) => message), Array(2).fill("It threw: no place for it"));
  const late = await runOnce(reference, 1, sandboxWith({ stopsAfter: 1 }).sandbox);
  assert.deepEqual(late.failures.map(({ check }) => check), ["hidden"]);
  assert.match(late.failures[0]!.message, /time limit/);
  const loud = await runOnce(reference, 1, sandboxWith({ stderr: "a warning" }).sandbox);
  assert.deepEqual(loud.failures, [{ check: "stderr", message: "a warning" }]);
});

Deno.test("a wrong submission is run on the check that it names alone, and must be rejected by it", async () => {
  const { sandbox, jobs } = sandboxWith();
  assert.deepEqual((await runOnce(square, 1, sandbox)).failures, []);
  assert.deepEqual(jobs[0]!.probes().map(({ id }) => id), ["hidden"]);
  const slips = await runOnce({ ...square, source: "twice" }, 1, sandbox);
  assert.deepEqual(slips.failures.map(({ check }) => check), ["hidden"]);
  const late = await runOnce(square, 1, sandboxWith({ stopsAfter: 0 }).sandbox);
  assert.deepEqual(late.failures.map(({ check }) => check), ["hidden"], "a check that was not run rejects nothing");
});

Deno.test("a sandbox that cannot work is an error, not a run", async () => {
  const { SandboxFault } = await import("../grader/mod.ts");
  const sandbox: Sandbox = { tier: "none", reason: "", run: () => Promise.reject(new SandboxFault("no jail")) };
  await assert.rejects(runOnce(reference, 1, sandbox), /^Error: Cannot run code-double: .*no jail/);
});

Deno.test("what takes longest comes first, then what has most parts", () => {
  const limits = { wallMs: 60_000, memoryMiB: 64 };
  const questions = [questionOf("a"), questionOf("b", { parts: ["a", "c"] }), questionOf("c", { limits })];
  assert.deepEqual(submissionsOf(questions, { wrong: false }).map(({ question }) => question.id), ["c", "b", "a"]);
});

const runOf = (parts: Partial<Run> = {}): Run => ({
  ...{ question: "code-double", version: "v1", submission: "reference", seed: 1, ms: 1500, failures: [] },
  ...parts,
});

Deno.test("runs of the same version count again, those of others do not, and the missing ones are made with seeds of their own", async () => {
  const kept = [runOf(), runOf({ version: "v0" }), runOf({ submission: "wrong/square" }), runOf({ question: "other" })];
  const seeds: number[] = [];
  const written: Run[] = [];
  const done: string[] = [];
  const [runs] = await repeat([reference], {
    ...{ runs: 4, kept, atOnce: 2 },
    grade: (_, seed) => {
      seeds.push(seed);
      return Promise.resolve(runOf({ seed }));
    },
    onRun: (run) => Promise.resolve(void written.push(run)),
    onDone: (submission, { length }) => done.push(`${submission.name} ${length}`),
  });
  assert.equal(runs!.length, 4);
  assert.equal(new Set(seeds).size, 3);
  assert.deepEqual(written.map(({ seed }) => seed), seeds);
  assert.deepEqual(done, ["reference 4"]);
});

Deno.test("no run begins once it may not go on", async () => {
  let left = 3;
  const [first, second] = await repeat([reference, square], {
    ...{ runs: 2, kept: [], atOnce: 1 },
    grade: ({ name }) => Promise.resolve(runOf({ submission: name })),
    mayGoOn: () => left-- > 0,
  });
  assert.deepEqual([first!.length, second!.length], [2, 1]);
});

Deno.test("a row tells how many passed, the median and the longest run", () => {
  const runs = [runOf({ ms: 500 }), runOf({ ms: 2500 }), runOf({ ms: 1000, failures: [{ check: "x", message: "" }] })];
  assert.equal(rowOf("code-double", runs), "| code-double | 2/3 | 1.00 | 2.50 |");
  assert.equal(rowOf("code-double", []), "| code-double | 0/0 |  |  |");
});

Deno.test("in this process too a right answer passes, with what it throws told, and nothing of it stays behind", async () => {
  const sandbox = await inProcessSandbox();
  const twice = "export function double(x: number): number { return 2 * x; }";
  assert.deepEqual((await runOnce({ ...reference, source: twice }, 5, sandbox)).failures, []);
  const throwing = "export function double(): number { throw new RangeError('no place'); }";
  const thrown = await runOnce({ ...reference, source: throwing }, 5, sandbox);
  assert.deepEqual(thrown.failures.map(({ message }) => message), Array(2).fill("It threw: RangeError: no place"));
  const left = await Array.fromAsync(Deno.readDir(new URL("../build/in-process", import.meta.url)));
  assert.deepEqual(left, []);
});

Deno.test.each([
  ["an unknown option", ["--often"]],
  ["no number of runs", ["--runs", "some"]],
  ["no minutes", ["--minutes", "0"]],
  ["an unknown question", ["code-nothing"]],
  ["a seed for all questions", ["--seed", "3"]],
])("the command line refuses %s with 2", async (_, args) => {
  assert.equal(await main(args), 2);
});
