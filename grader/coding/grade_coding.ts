import type { CodingQuestion, Json, Judgement, Plot } from "../../question-bank/mod.ts";
import {
  type Answer,
  type CriterionResult,
  type GradeDraft,
  type GradeOptions,
  type GradePorts,
  outcomeOf,
  type ProbeLosses,
  type ProbeResult,
  SandboxFault,
  type SandboxRun,
} from "../mod.ts";
import { type Checked, codingFeedback } from "./coding_feedback.ts";
import { type CheckOutcome, describeOutcome } from "./check_outcome.ts";
import { explainTfjsError } from "./explain_tfjs_error.ts";
import { probeSource } from "./probe_source.ts";

type Check = CodingQuestion["checks"][number];

/**
 * Runs the checks of a question on an answer.
 *
 * Score = weight of the checks passed / weight of all; a check that was not reached, because the code does not load or a limit ended
 * the run, is not met. Visible checks run first. Hidden checks tell their kind of failure and nothing of their input, also not by
 * what the code prints, plots or throws while they run. The inputs of all checks are drawn
 * after the code has been loaded. A precheck runs the visible checks only and has neither score nor outcome. When the sandbox cannot work, the grade is `ungradable` with the reason and no score.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function gradeCoding(
  question: CodingQuestion,
  answer: Answer & { kind: "coding" },
  ports: Pick<GradePorts, "sandbox" | "random">,
  options: GradeOptions = {},
): Promise<GradeDraft> {
  const checks = options.precheck ? question.checks.filter(({ visible }) => visible) : question.checks;
  const outcomes = new Map<string, CheckOutcome>();
  const plots = new Map<string, readonly Plot[]>();
  const drawn = new Map<string, Json>();
  const probes = () => {
    const random = ports.random();
    outcomes.clear();
    return inOrder(checks).map(({ id, check, visible }) => {
      const inputs = check.draw(random);
      drawn.set(id, inputs);
      return { id, source: probeSource(check.probe), inputs, silent: !visible };
    });
  };
  const onResult = (result: ProbeResult) => {
    const check = checks.find(({ id }) => id === result.id);
    if (!check) return;
    const outcome = outcomeOfProbe(check, result, drawn.get(check.id) ?? null);
    outcomes.set(check.id, outcome);
    if (outcome.kind === "judged") plots.set(check.id, outcome.judgement.plots ?? []);
    options.onProgress?.({ kind: "check", id: check.id, title: check.title, passed: isPassed(outcome) });
  };
  const onLosses = (told: ProbeLosses) => {
    const isShown = checks.some(({ id, visible }) => visible && id === told.id);
    if (isShown) options.onProgress?.({ kind: "losses", ...told });
  };

  options.onProgress?.({ kind: "stage", text: "Running your code" });
  try {
    const { language, source } = answer;
    const { limits, backend } = question;
    const entryPoints = question.entryPoints.map(({ name }) => name);
    const job = { language, source, entryPoints, limits, backend, probes };
    const run = await ports.sandbox.run(job, { onResult, onLosses, ...(options.signal && { signal: options.signal }) });
    const draft = draftOf({ ...question, checks }, answer, { run, outcomes, plots });
    return options.precheck ? asTrial(draft) : draft;
  } catch (error) {
    if (!(error instanceof SandboxFault)) throw error;
    return ungradable(question, error.message);
  }
}

/** Once a hidden check has run, the code knows its input; from then on nothing that comes out of the run is shown. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  return [...checks.filter(({ visible }) => visible), ...checks.filter(({ visible }) => !visible)];
}

function outcomeOfProbe({ check }: Check, result: ProbeResult, inputs: Json): CheckOutcome {
  if (result.status === "threw") {
    const { error, line } = result;
    return { kind: "threw", error, explanation: explainTfjsError(error), ...(line === undefined ? {} : { line }) };
  }
  try {
    return { kind: "judged", judgement: check.judge(result.output, inputs) };
  } catch {
    // What came back is the candidate's doing: a judge that cannot read it has judged.
    const judgement: Judgement = { passed: false, message: "The result does not have the expected form." };
    return { kind: "judged", judgement };
  }
}

function isPassed(outcome: CheckOutcome): boolean {
  return outcome.kind === "judged" && outcome.judgement.passed;
}

interface Ran {
  readonly run: SandboxRun;
  readonly outcomes: ReadonlyMap<string, CheckOutcome>;
  readonly plots: ReadonlyMap<string, readonly Plot[]>;
}

function draftOf(
  question: CodingQuestion,
  answer: Answer & { kind: "coding" },
  { run, outcomes, plots }: Ran,
): GradeDraft {
  const checked = question.checks.map((check) => {
    const outcome: CheckOutcome = outcomes.get(check.id) ?? { kind: "not-run", because: run.status };
    return { check, outcome, passed: isPassed(outcome) };
  });
  const weightOf = (list: typeof checked) => list.reduce((sum, { check }) => sum + check.weight, 0);
  const score = weightOf(checked.filter(({ passed }) => passed)) / weightOf(checked);
  const shown = withoutHiddenError(run, checked);
  const { backend, status, durationMs, peakMemoryMiB, stdout, stderr } = run;
  return {
    ...commonParts(question),
    status: "graded",
    score,
    outcome: codingOutcome(score, checked.every(({ passed }) => passed)),
    criteria: checked.map(({ check, outcome }) => criterionOf(check, outcome)),
    feedback: codingFeedback({ run: shown, checked, source: answer.source }),
    confidence: 1,
    run: {
      ...{ backend, status, durationMs, peakMemoryMiB, stdout, stderr },
      plots: question.checks.flatMap(({ id, visible }) => visible ? plots.get(id) ?? [] : []),
    },
  };
}

function asTrial(draft: GradeDraft): GradeDraft {
  const { feedback } = draft;
  return { ...draft, score: null, outcome: null, feedback: `This was a trial on the visible checks. ${feedback}` };
}

/** What code throws outside of a check, once hidden checks have begun, may hold their input: only its place is told. */
function withoutHiddenError(run: SandboxRun, checked: readonly Checked[]): SandboxRun {
  const isLate = checked.some(({ check }) => !check.visible) &&
    checked.every(({ check, outcome }) => !check.visible || outcome.kind !== "not-run");
  if (run.error === undefined || run.status !== "runtime-error" || !isLate) return run;
  return { ...run, error: { ...run.error, message: "An error during a hidden check" } };
}

/** Code that fails a check is not correct, however little the check weighs. */
function codingOutcome(score: number, allPassed: boolean): GradeDraft["outcome"] {
  const outcome = outcomeOf(score);
  return outcome === "correct" && !allPassed ? "partial" : outcome;
}

function criterionOf({ id, title, weight, visible }: Check, outcome: CheckOutcome): CriterionResult {
  const { reason, message } = describeOutcome(outcome, { visible });
  const input = visible && outcome.kind === "judged" ? outcome.judgement.input : undefined;
  return {
    id,
    description: title,
    weight,
    verdict: isPassed(outcome) ? "met" : "not-met",
    evidence: [],
    reason,
    visible,
    message,
    ...(input === undefined ? {} : { input }),
  };
}

function ungradable(question: CodingQuestion, reason: string): GradeDraft {
  return {
    ...commonParts(question),
    status: "ungradable",
    score: null,
    outcome: null,
    criteria: [],
    feedback: `Your code could not be graded, and that is no fault of yours. ${reason}`,
    confidence: 0,
  };
}

function commonParts(question: CodingQuestion) {
  return {
    questionId: question.id,
    questionVersion: question.version,
    kind: "coding",
    misconceptions: [],
    grader: { name: "sandbox", version: "1" },
  } as const;
}
