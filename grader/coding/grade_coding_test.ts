import assert from "node:assert/strict";
import { type CodingCheck, type CodingQuestion, type Json, seededRandom } from "../../question-bank/mod.ts";
import { type GradeProgress, type ProbeResult, type Sandbox, SandboxFault, type SandboxRun } from "../mod.ts";
import { gradeCoding } from "./mod.ts";

const double: CodingCheck = {
  draw: (random) => Math.floor(100 * random.uniform()),
  probe: ({ candidate, inputs }) => candidate.double(inputs),
  judge: (output, inputs) => ({
    passed: output === 2 * (inputs as number),
    message: `Expected ${2 * (inputs as number)}, got ${output}.`,
    input: `the number ${inputs}`,
    plots: [{ id: "p", title: "P", kind: "line", xLabel: "x", yLabel: "y", series: [] }],
  }),
};

const question = {
  kind: "coding",
  id: "code-double",
  version: "v1",
  entryPoints: [{ name: "double", signature: "(x: number) => number", doc: "Twice x." }],
  limits: { wallMs: 1000, memoryMiB: 64 },
  backend: "cpu",
  checks: [
    { id: "shown", title: "Doubles", weight: 3, visible: true, rejects: "Twice is not the square.", check: double },
    {
      id: "hidden",
      title: "Doubles more",
      weight: 1,
      visible: false,
      rejects: "It holds for every number.",
      check: double,
    },
  ],
} as unknown as CodingQuestion;

const source = "export const double = (x) => 2 * x;";
const answer = { kind: "coding", language: "typescript", source } as const;
const ended: Omit<SandboxRun, "results"> = {
  status: "ok",
  backend: "cpu",
  durationMs: 5,
  peakMemoryMiB: 90,
  stdout: "out",
  stderr: "err",
};

type Script = (
  inputs: number,
  index: number,
) => Omit<ProbeResult & { output?: Json; error?: string; line?: number }, "id"> | undefined;

/** A sandbox that gives results by a script, up to the first that is missing. */
function scripted(script: Script, end: Partial<SandboxRun> = {}): Sandbox {
  return {
    tier: "jail",
    reason: "scripted",
    run: (job, options) => {
      const results: ProbeResult[] = [];
      if (end.status !== "compile-error") {
        for (const [index, probe] of job.probes().entries()) {
          const result = script(probe.inputs as number, index);
          if (!result) break;
          results.push({ id: probe.id, ...result } as ProbeResult);
          options?.onResult?.(results.at(-1)!);
        }
      }
      return Promise.resolve({ ...ended, ...end, results });
    },
  };
}

const returns = (of: (x: number) => Json): Script => (x) => ({ status: "returned", output: of(x) });
const random = () => seededRandom(7);
const grade = (sandbox: Sandbox, options = {}) => gradeCoding(question, answer, { sandbox, random }, options);

Deno.test("gradeCoding gives full marks when every check passes, with plots and the run", async () => {
  const draft = await grade(scripted(returns((x) => 2 * x)));
  assert.deepEqual([draft.status, draft.score, draft.outcome], ["graded", 1, "correct"]);
  assert.deepEqual(draft.criteria.map(({ verdict }) => verdict), ["met", "met"]);
  assert.equal(draft.feedback, "All 2 checks pass.");
  assert.equal(draft.run?.plots.length, 1, "the plot of a hidden check would show its input");
  assert.deepEqual([draft.run?.stdout, draft.run?.stderr, draft.run?.peakMemoryMiB], ["out", "err", 90]);
  assert.deepEqual(draft.grader, { name: "sandbox", version: "1" });
});

Deno.test("gradeCoding weighs checks, shows visible ones and hides the numbers of hidden ones", async () => {
  const draft = await grade(scripted((x, index) => ({ status: "returned", output: index === 0 ? 2 * x : x * x })));
  assert.equal(draft.score, 0.75);
  const [shown, hidden] = draft.criteria;
  assert.match(shown?.input ?? "", /^the number \d+$/);
  assert.match(shown?.message ?? "", /^Expected \d+, got \d+\.$/);
  assert.deepEqual([hidden?.visible, hidden?.message, hidden?.input], [false, "The result is wrong.", undefined]);
  assert.match(draft.feedback, /\*\*Doubles more\*\*: The result is wrong\. It holds for every number\./);
  assert.ok(!draft.feedback.includes("Twice is not the square"));
  assert.doesNotMatch(draft.feedback, /Expected/);
});

Deno.test("gradeCoding counts what was reached before a limit and names the limit", async () => {
  const sandbox = scripted((x, index) => index === 0 ? { status: "returned", output: 2 * x } : undefined, {
    status: "time-limit",
    error: { message: "It ran longer than 1 s" },
  });
  const draft = await grade(sandbox);
  assert.deepEqual([draft.score, draft.run?.status], [0.75, "time-limit"]);
  assert.equal(draft.criteria[1]?.message, "It was not run: the time limit ended the run before it.");
  assert.equal(draft.feedback, "It ran longer than 1 s, and the run was ended. 1 of 2 checks pass.");
});

Deno.test("gradeCoding tells a compile error with its line and gives no marks", async () => {
  const sandbox = scripted(() => undefined, {
    status: "compile-error",
    error: { message: "Expression expected", line: 1, column: 7 },
  });
  const draft = await grade(sandbox);
  assert.deepEqual([draft.status, draft.score, draft.outcome], ["graded", 0, "incorrect"]);
  assert.deepEqual(draft.criteria.map(({ verdict }) => verdict), ["not-met", "not-met"]);
  assert.match(draft.feedback, /cannot be loaded \(line 1, column 7\): ` Expression expected `/);
  assert.ok(draft.feedback.includes(`\`\`\`ts\n${source}\n\`\`\``));
});

Deno.test("gradeCoding explains an error of the library instead of blaming the idea", async () => {
  const error = "Cannot compute gradient: gradient function not found for Einsum.";
  const draft = await grade(scripted(() => ({ status: "threw", error, line: 3, column: 1 })));
  assert.match(draft.criteria[0]?.message ?? "", /It threw in line 3: .*Einsum/);
  assert.equal(draft.criteria[1]?.message, "It threw an error in line 3.");
  assert.match(draft.feedback, /has no gradient for `Einsum`/);
  assert.ok(!draft.feedback.includes("Twice is not the square"));
});

Deno.test("gradeCoding takes text from a run for text, not for markdown", async () => {
  const draft = await grade(scripted(() => ({ status: "threw", error: "a `b` \n# c <img src=x> ```" })));
  assert.ok(draft.feedback.includes("```` It threw: a `b` # c <img src=x> ``` ````"), draft.feedback);
});

Deno.test("gradeCoding counts a result that the judge cannot read as wrong", async () => {
  const strict: CodingCheck = {
    ...double,
    judge: (output) => ({ passed: (output as number[])[0]!.toFixed() === "", message: "" }),
  };
  const draft = await gradeCoding(
    { ...question, checks: [{ ...question.checks[0]!, check: strict }] },
    answer,
    { sandbox: scripted(returns(() => null)), random },
  );
  assert.deepEqual([draft.score, draft.criteria[0]?.message], [0, "The result does not have the expected form."]);
});

Deno.test("gradeCoding makes a sandbox fault ungradable, with its reason and without a score", async () => {
  const sandbox: Sandbox = {
    ...scripted(() => undefined),
    run: () => Promise.reject(new SandboxFault("Cannot run code here")),
  };
  const draft = await grade(sandbox);
  assert.deepEqual([draft.status, draft.score, draft.outcome, draft.criteria], ["ungradable", null, null, []]);
  assert.match(draft.feedback, /Cannot run code here/);
});

Deno.test("gradeCoding runs the visible checks first and the hidden ones in silence", async () => {
  const order: unknown[] = [];
  const inner = scripted(returns((x) => 2 * x));
  const sandbox: Sandbox = {
    ...inner,
    run: (job, options) => {
      order.push(...job.probes().map(({ id, silent }) => [id, silent]));
      return inner.run(job, options);
    },
  };
  const [shown, hidden] = question.checks;
  const draft = await gradeCoding({ ...question, checks: [hidden!, shown!] }, answer, { sandbox, random });
  assert.deepEqual(order, [["shown", false], ["hidden", true]]);
  assert.deepEqual(draft.criteria.map(({ id }) => id), ["hidden", "shown"]);
});

Deno.test("gradeCoding tells nothing that the code throws while hidden checks run, only where", async () => {
  const error = { message: "Error: the secret is 17", line: 2, column: 3 };
  const reached = scripted((x, index) => index === 0 ? { status: "returned", output: 2 * x } : undefined, {
    status: "runtime-error",
    error,
  });
  const late = await grade(reached);
  assert.match(late.feedback, /line 2, column 3/);
  assert.doesNotMatch(JSON.stringify(late), /secret/);
  const threw = await grade(
    scripted((x, index) =>
      index === 0
        ? { status: "returned", output: 2 * x }
        : { status: "threw", error: "gradient function not found for secret17" }
    ),
  );
  assert.doesNotMatch(JSON.stringify(threw), /secret/);
  const early = await grade(scripted(() => undefined, { status: "runtime-error", error }));
  assert.match(early.feedback, /the secret is 17/);
});

Deno.test("gradeCoding tells losses as they come, of visible checks only", async () => {
  const told: GradeProgress[] = [];
  const inner = scripted(returns((x) => 2 * x));
  const sandbox: Sandbox = {
    ...inner,
    run: (job, options) => {
      for (const id of ["shown", "hidden"]) options?.onLosses?.({ id, step: 5, losses: { d: 0.7 } });
      return inner.run(job, options);
    },
  };
  await grade(sandbox, { onProgress: (progress: GradeProgress) => told.push(progress) });
  assert.deepEqual(told.filter(({ kind }) => kind === "losses"), [
    { kind: "losses", id: "shown", step: 5, losses: { d: 0.7 } },
  ]);
});

Deno.test("gradeCoding runs only the visible checks in a precheck and gives neither score nor outcome", async () => {
  const draft = await grade(scripted(returns((x) => 2 * x)), { precheck: true });
  assert.deepEqual([draft.status, draft.score, draft.outcome], ["graded", null, null]);
  assert.deepEqual(draft.criteria.map(({ id, verdict }) => [id, verdict]), [["shown", "met"]]);
  assert.equal(draft.feedback, "This was a trial on the visible checks. All 1 checks pass.");
});

Deno.test("gradeCoding passes on what is no fault of the sandbox", async () => {
  const sandbox: Sandbox = { ...scripted(() => undefined), run: () => Promise.reject(new TypeError("a mistake")) };
  await assert.rejects(grade(sandbox), TypeError);
});

Deno.test("gradeCoding tells each check as it is judged and passes the signal on", async () => {
  const told: GradeProgress[] = [];
  const { signal } = new AbortController();
  let seen: AbortSignal | undefined;
  const inner = scripted(returns((x) => x));
  const sandbox: Sandbox = {
    ...inner,
    run: (job, options) => {
      seen = options?.signal;
      return inner.run(job, options);
    },
  };
  await grade(sandbox, { signal, onProgress: (progress: GradeProgress) => told.push(progress) });
  assert.equal(seen, signal);
  assert.deepEqual(told, [
    { kind: "stage", text: "Running your code" },
    { kind: "check", id: "shown", title: "Doubles", passed: false },
    { kind: "check", id: "hidden", title: "Doubles more", passed: false },
  ]);
});

Deno.test("gradeCoding draws anew when the sandbox repeats a run", async () => {
  const drawn: Json[][] = [];
  const sandbox: Sandbox = {
    ...scripted(() => undefined),
    run: (job) => {
      for (let run = 0; run < 2; run++) drawn.push(job.probes().map(({ inputs }) => inputs));
      return Promise.resolve({ ...ended, results: [] });
    },
  };
  let seed = 0;
  await gradeCoding(question, answer, { sandbox, random: () => seededRandom(seed++) });
  assert.notDeepEqual(drawn[0], drawn[1]);
});
