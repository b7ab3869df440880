/**
 * `deno task bank:runs`: grades the right answer of every coding question again and again, or its wrong submissions, each time with a
 * fresh seed and in the sandbox that the product uses.
 *
 * @module
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { gradeCoding } from "../grader/coding/mod.ts";
import type { ProbeResult, Sandbox } from "../grader/mod.ts";
import { createSandbox } from "../grader/sandbox/mod.ts";
import { type CodingQuestion, loadBank, seededRandom } from "../question-bank/mod.ts";
import { buildSandbox } from "./build_sandbox.ts";
import { inProcessSandbox } from "./in_process_sandbox.ts";

const usage = `deno task bank:runs [--runs 50] [--wrong] [--minutes N] [--log file] [--in-process] [id…]
    Grades the right answer of each coding question (or of those named) so many times, each run with a fresh seed, in the best sandbox
    of this machine. A row per question: passed/runs and the seconds of a run; then of every failure its seed, check and message.
    Ends with 1 when a run failed or runs are missing.
--wrong: the submissions that must fail, each graded by the check that it names alone; a run passes when that check rejects it.
--minutes: begins no run after that.
--log: where every run is written down, a line of JSON each; runs of the same version of a question count again the next time. A
    change to what questions share does not change their version: begin a new file then. build/bank-runs.jsonl when left out.
--in-process: in this process in place of the sandbox, without limits, and not written down; hundreds of runs a second, which find
    what goes wrong once in a hundred draws.
deno task bank:runs --seed N [--wrong] <id>
    One run with the inputs of that seed, not written down. What a submission draws by itself is drawn anew.`;

/** Something that is graded again and again. */
export interface Submission {
  /** The question, with the checks that are run. */
  readonly question: CodingQuestion;
  /** "reference", or "wrong/" and the name of a wrong submission. */
  readonly name: string;
  /** TypeScript. */
  readonly source: string;
  /** The check that must not be met; every check must be met when left out. */
  readonly rejectedBy?: string;
}

/** One graded run. */
export interface Run {
  /** Id of the question. */
  readonly question: string;
  /** Its version. */
  readonly version: string;
  /** {@link Submission.name}. */
  readonly submission: string;
  /** Of the inputs. */
  readonly seed: number;
  /** From submission to grade, in milliseconds. */
  readonly ms: number;
  /** Why it is not as it must be: the check and what it said, hidden or not. Empty when it is. */
  readonly failures: readonly { readonly check: string; readonly message: string }[];
}

/** Right answers, or wrong ones, of questions: what takes longest first, so that its failures show early. */
export function submissionsOf(
  questions: readonly CodingQuestion[],
  { wrong }: { readonly wrong: boolean },
): Submission[] {
  const risk = ({ limits, parts }: CodingQuestion) => limits.wallMs + (parts?.length ?? 0);
  return questions.toSorted((a, b) => risk(b) - risk(a)).flatMap((question): Submission[] =>
    wrong
      ? question.wrong.map(({ name, source, rejectedBy }) => ({
        question: { ...question, checks: question.checks.filter(({ id }) => id === rejectedBy) },
        name: `wrong/${name}`,
        source,
        rejectedBy,
      }))
      : [{ question, name: "reference", source: question.reference }]
  );
}

/**
 * Grades a submission once.
 *
 * @throws {Error} when the sandbox cannot work, for then nothing is known about the submission.
 */
export async function runOnce(submission: Submission, seed: number, sandbox: Sandbox): Promise<Run> {
  const { question, name, source, rejectedBy } = submission;
  const told = new Map<string, string>();
  const checks = question.checks.map((info) => ({
    ...info,
    check: {
      ...info.check,
      judge: (...[output, inputs]: Parameters<typeof info.check.judge>) => {
        const judgement = info.check.judge(output, inputs);
        told.set(info.id, judgement.message);
        return judgement;
      },
    },
  }));
  const listening: Sandbox = {
    ...sandbox,
    run: (job, options = {}) =>
      sandbox.run(job, {
        ...options,
        onResult: (result: ProbeResult) => {
          if (result.status === "threw") told.set(result.id, `It threw: ${result.error}`);
          options.onResult?.(result);
        },
      }),
  };
  const started = performance.now();
  const draft = await gradeCoding({ ...question, checks }, { kind: "coding", language: "typescript", source }, {
    sandbox: listening,
    random: () => seededRandom(seed),
  });
  const ms = Math.round(performance.now() - started);
  if (draft.status !== "graded") throw new Error(`Cannot run ${question.id}: ${draft.feedback}`);
  const results = draft.criteria.map(({ id, verdict, reason }) => ({
    check: id,
    isMet: verdict === "met",
    wasRun: !reason.startsWith("It was not run"),
    message: told.get(id) ?? `${reason} ${draft.feedback}`,
  }));
  const failures = rejectedBy === undefined
    ? results.filter(({ isMet }) => !isMet)
    : results.filter(({ check, isMet, wasRun }) => check === rejectedBy && (isMet || !wasRun));
  const stderr = rejectedBy === undefined ? draft.run?.stderr ?? "" : "";
  return {
    question: question.id,
    version: question.version,
    submission: name,
    seed,
    ms,
    failures: [
      ...failures.map(({ check, message }) => ({ check, message })),
      ...stderr === "" ? [] : [{ check: "stderr", message: stderr }],
    ],
  };
}

/** Options of {@link repeat}. */
export interface RepeatOptions {
  /** How many runs each submission must have. */
  readonly runs: number;
  /** Runs that count already, of any submission and version. */
  readonly kept: readonly Run[];
  /** Grades one submission once. */
  readonly grade: (submission: Submission, seed: number) => Promise<Run>;
  /** Runs at the same time. */
  readonly atOnce: number;
  /** Called with every new run before it counts. */
  readonly onRun?: (run: Run) => Promise<void>;
  /** Called as soon as a submission has all its runs. */
  readonly onDone?: (submission: Submission, runs: readonly Run[]) => void;
  /** Whether another run may begin. */
  readonly mayGoOn?: () => boolean;
}

/** Adds to each submission the runs that it lacks; gives the runs that count, of each in turn. */
export async function repeat(
  submissions: readonly Submission[],
  { runs, kept, grade, atOnce, onRun, onDone, mayGoOn = () => true }: RepeatOptions,
): Promise<readonly (readonly Run[])[]> {
  const counted = submissions.map(({ question, name }) =>
    kept.filter((run) => run.question === question.id && run.version === question.version && run.submission === name)
      .slice(0, runs)
  );
  for (const [index, submission] of submissions.entries()) {
    if (counted[index]!.length === runs) onDone?.(submission, counted[index]!);
  }
  const waiting = submissions.flatMap((submission, index) =>
    Array.from({ length: runs - counted[index]!.length }, () => ({ submission, counts: counted[index]! }))
  ).values();
  const work = async () => {
    // The workers take turns at one iterator.
    while (mayGoOn()) {
      const next = waiting.next();
      if (next.done) return;
      const { submission, counts } = next.value;
      const run = await grade(submission, crypto.getRandomValues(new Uint32Array(1))[0]!);
      await onRun?.(run);
      counts.push(run);
      if (counts.length === runs) onDone?.(submission, counts);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counted;
}

/** A row of the table: passed/runs, median and longest run in seconds. */
export function rowOf(name: string, runs: readonly Run[]): string {
  const passed = runs.filter(({ failures }) => failures.length === 0).length;
  const seconds = runs.map(({ ms }) => ms / 1000).toSorted((a, b) => a - b);
  const shown = (value: number | undefined) => value === undefined ? "" : value.toFixed(2);
  return `| ${name} | ${passed}/${runs.length} | ${shown(seconds[seconds.length >> 1])} | ${shown(seconds.at(-1))} |`;
}

async function readLog(file: string): Promise<Run[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return "";
  });
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Run);
}

const options = {
  runs: { type: "string", default: "50" },
  wrong: { type: "boolean", default: false },
  minutes: { type: "string", default: "Infinity" },
  log: { type: "string", default: join(import.meta.dirname!, "..", "build", "bank-runs.jsonl") },
  "in-process": { type: "boolean", default: false },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Runs the command line and gives the exit code: 1 when a run failed or is missing, 2 for a command that is not understood. */
export async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(`Cannot read the command line: ${error.message}\n\n${usage}`);
  }
  const { values, positionals: ids } = parsed;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [runs, minutes, seed] = [Number(values.runs), Number(values.minutes), Number(values.seed ?? 0)];
  if (!Number.isInteger(runs) || runs < 1) return refuse(`--runs is ${values.runs}, expected a number from 1`);
  if (!(minutes > 0)) return refuse(`--minutes is ${values.minutes}, expected a number above 0`);
  if (!Number.isInteger(seed) || seed < 0) return refuse(`--seed is ${values.seed}, expected a number from 0`);
  if (values.seed !== undefined && ids.length !== 1) return refuse(`--seed without one question\n\n${usage}`);

  const coding = (await loadBank()).questions.filter((question) => question.kind === "coding");
  const unknown = ids.find((id) => !coding.some((question) => question.id === id));
  if (unknown !== undefined) return refuse(`Cannot run "${unknown}": no such coding question`);
  const questions = ids.length > 0 ? coding.filter(({ id }) => ids.includes(id)) : coding;
  const submissions = submissionsOf(questions, values);

  const until = performance.now() + minutes * 60_000;
  const ways = {
    runs,
    onDone: (submission: Submission, counted: readonly Run[]) =>
      console.error(rowOf(`${submission.question.id} ${submission.name}`, counted)),
    mayGoOn: () => performance.now() < until,
  };
  if (values["in-process"] && values.seed === undefined) {
    const sandbox = await inProcessSandbox();
    const grade = (submission: Submission, drawn: number) => runOnce(submission, drawn, sandbox);
    return summarize(submissions, await repeat(submissions, { ...ways, kept: [], grade, atOnce: 1 }), runs);
  }
  const sandbox = await createSandbox({ directory: await buildSandbox(), waitingMax: submissions.length });
  try {
    if (sandbox.tier === "none") return refuse(`Cannot run code here: ${sandbox.reason}`);
    if (values.seed !== undefined) {
      const results = await Promise.all(submissions.map((submission) => runOnce(submission, seed, sandbox)));
      return summarize(submissions, results.map((run) => [run]), 1);
    }
    await mkdir(dirname(values.log), { recursive: true });
    const results = await repeat(submissions, {
      ...ways,
      kept: await readLog(values.log),
      grade: (submission, drawn) => runOnce(submission, drawn, sandbox),
      // As many as the product runs at once.
      atOnce: 2,
      onRun: (run) => appendFile(values.log, `${JSON.stringify(run)}\n`),
    });
    return summarize(submissions, results, runs);
  } finally {
    await sandbox.close();
  }
}

/** Prints a row per question, in the order of their ids, and what failed. */
function summarize(submissions: readonly Submission[], results: readonly (readonly Run[])[], runs: number): number {
  console.log("| question | passed | median s | longest s |\n| --- | --- | --- | --- |");
  const byQuestion = Map.groupBy(results.keys(), (index) => submissions[index]!.question.id);
  for (const id of [...byQuestion.keys()].toSorted()) {
    console.log(rowOf(id, byQuestion.get(id)!.flatMap((index) => results[index]!)));
  }
  const failed = results.flat().filter(({ failures }) => failures.length > 0);
  for (const { question, submission, seed, failures } of failed) {
    for (const { check, message } of failures) {
      console.log(`\n${question} ${submission}, seed ${seed}: ${check}\n    ${message.replaceAll("\n", "\n    ")}`);
    }
  }
  const missing = results.reduce((sum, counted) => sum + runs - counted.length, 0);
  if (missing > 0) console.log(`\n${missing} of ${runs * results.length} runs are missing`);
  return failed.length === 0 && missing === 0 ? 0 : 1;
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
