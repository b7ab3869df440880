import type { CheckInfo } from "../../question-bank/mod.ts";
import type { SandboxRun } from "../mod.ts";
import { type CheckOutcome, describeOutcome } from "./check_outcome.ts";

/** A check with what became of it. */
export interface Checked {
  readonly check: CheckInfo;
  readonly outcome: CheckOutcome;
  readonly passed: boolean;
}

/** What is told to the candidate, as markdown: how the run ended, which checks failed, and what each failure points to. */
export function codingFeedback(
  { run, checked, source }: { readonly run: SandboxRun; readonly checked: readonly Checked[]; readonly source: string },
): string {
  const failed = checked.filter(({ passed, outcome }) => !passed && outcome.kind !== "not-run");
  const parts = [opening(run, checked), sourceLine(run, source), failed.map(failure).join("\n")];
  return parts.filter((part) => part !== "").join("\n\n");
}

function opening(run: SandboxRun, checked: readonly Checked[]): string {
  const passed = checked.filter((each) => each.passed).length;
  const counted = `${passed} of ${checked.length} checks pass.`;
  const said = run.error?.message ?? "";
  switch (run.status) {
    case "ok":
    case "runtime-error":
      if (run.error) return `Your code threw an error${place(run)}: ${inline(said)}. ${counted}`;
      return passed === checked.length ? `All ${passed} checks pass.` : counted;
    case "compile-error":
      return `Your code cannot be loaded${place(run)}: ${inline(said)}. No check was run.`;
    case "time-limit":
      return `${said || "It took too long"}, and the run was ended. ${counted}`;
    case "memory-limit":
      return `It needed more memory than it may use, and the run was ended. ${counted}`;
    case "output-limit":
      return `${said || "It printed too much"}, and the run was ended. ${counted}`;
    case "killed":
      return `${said || "The run ended early"}. ${counted}`;
    default:
      return run.status satisfies never;
  }
}

function place({ error }: SandboxRun): string {
  if (error?.line === undefined) return "";
  return error.column === undefined ? ` (line ${error.line})` : ` (line ${error.line}, column ${error.column})`;
}

const lineLengthMax = 200;

function sourceLine({ error }: SandboxRun, source: string): string {
  const line = error?.line === undefined ? undefined : source.split("\n")[error.line - 1];
  if (line === undefined || line.trim() === "" || line.length > lineLengthMax) return "";
  return fenced(line);
}

function fenced(line: string): string {
  const fence = "`".repeat(Math.max(3, 1 + longestTicks(line)));
  return `${fence}ts\n${line}\n${fence}`;
}

function failure({ check, outcome }: Checked): string {
  const { message } = describeOutcome(outcome, check);
  // An error that comes from the library says nothing about what the candidate understands.
  const explanation = outcome.kind === "threw" && check.visible ? outcome.explanation : undefined;
  const means = explanation ?? (outcome.kind === "judged" ? check.rejects : "");
  const said = outcome.kind === "threw" && check.visible ? inline(message) : message;
  return `- **${check.title}**: ${said}${means === "" ? "" : ` ${means}`}`;
}

/** Text from a run as a code span, so that nothing in it is taken for markdown. */
function inline(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const ticks = "`".repeat(1 + longestTicks(flat));
  return `${ticks} ${flat} ${ticks}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
