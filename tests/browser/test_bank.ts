import { type Grade, grade } from "../../grader/mod.ts";
import type { Grading } from "../../interview/mod.ts";
import type { Bank, CodingQuestion } from "../../question-bank/mod.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";

/** A coding question; what "passes" is said by {@link gating}. */
const coding: CodingQuestion = {
  ...multipleChoice(),
  id: "code-one",
  kind: "coding",
  topic: "losses",
  title: "The loss of a critic",
  prompt: "Write the loss of a critic:\n\n$$\nL = \\mathbb{E}[C(G(z))] - \\mathbb{E}[C(x)]\n$$",
  hints: [],
  entryPoints: [{
    name: "criticLoss",
    signature: "criticLoss(real: Tensor2D, fake: Tensor2D): Scalar",
    doc: "`real` and `fake` are [batch, 1].",
  }],
  limits: { wallMs: 20_000, memoryMiB: 512 },
  backend: "cpu",
  checks: [],
  starter: "export function criticLoss(real, fake) {\n  return real;\n}\n",
  reference: "export const criticLoss = (real, fake) => fake.mean().sub(real.mean());",
  wrong: [],
};

/** One question of each kind. */
export const threeKinds: Bank = bankOf(
  multipleChoice({ prompt: "Which of $\\vec{a}$ and $\\sqrt{b}$ is it?" }),
  freeText(),
  coding,
);

/** A coding question alone, with the checks that {@link gating} tells of, so that it may be run a second time. */
export const codeTwice: Bank = bankOf({
  ...coding,
  hints: ["Think of the mean."],
  checks: ["exports", "value"].map((id) => ({
    id,
    title: id,
    weight: 1,
    visible: true,
    rejects: "",
    check: { draw: () => null, probe: () => null, judge: () => ({ passed: false, message: "" }) },
  })),
});

/** Grading that waits at a gate, so that a test can look at the page while an answer is graded. */
export interface Gate {
  readonly grade: Grading;
  /** From now on, answers wait. */
  close(): void;
  /** Lets all waiting answers through, and those that come. */
  open(): void;
  /** Resolves when nothing waits any more, because it was let through or given up. */
  idle(): Promise<void>;
}

/**
 * Multiple choice is graded by key and free text by the words of its criteria; code passes its first check always and its
 * second when it says "mean".
 */
export function gating(): Gate {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let waiting = 0;
  let idle = Promise.withResolvers<void>();
  const throughGate = async (signal?: AbortSignal) => {
    waiting++;
    try {
      await Promise.race([gate.promise, new Promise<void>((_, reject) => signal?.addEventListener("abort", reject))]);
    } finally {
      if (--waiting === 0) {
        idle.resolve();
        idle = Promise.withResolvers();
      }
    }
  };
  return {
    close: () => void (gate = Promise.withResolvers()),
    open: () => gate.resolve(),
    idle: () => waiting === 0 ? Promise.resolve() : idle.promise,
    async grade(question, answer, options) {
      if (answer.kind === "coding") {
        const passed = answer.source.includes("mean");
        options.onProgress?.({ kind: "stage", text: "Loading your code" });
        for (let step = 0; step < 40; step++) {
          options.onProgress?.({ kind: "losses", id: "value", step, losses: { critic: 1 / (step + 1) } });
        }
        options.onProgress?.({ kind: "check", id: "exports", title: "Exports the function", passed: true });
        options.onProgress?.({ kind: "check", id: "value", title: "Right on a batch", passed });
        await throughGate(options.signal);
        const grade = codeGrade(question.id, passed);
        return options.precheck ? { ...grade, score: null, outcome: null } : grade;
      }
      await throughGate(options.signal);
      return await grade(question, answer, {
        rubric: literalGrader,
        sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
        random: () => ({ uniform: () => 0.5, normal: () => 0 }),
      }, options);
    },
  };
}

function codeGrade(questionId: string, passed: boolean): Omit<Grade, "id" | "gradedAt" | "durationMs"> {
  const check = { weight: 1, evidence: [], reason: "", visible: true };
  const steps = Array.from({ length: 20 }, (_, step) => step);
  return {
    questionId,
    questionVersion: "v1",
    kind: "coding",
    status: "graded",
    score: passed ? 1 : 0.5,
    outcome: passed ? "correct" : "partial",
    criteria: [
      { ...check, id: "exports", description: "Exports the function", verdict: "met" },
      {
        ...check,
        id: "value",
        description: "Right on a batch",
        verdict: passed ? "met" : "not-met",
        message: passed ? "Expected -0.5, got it." : "Expected -0.5, got 2: that is the first logit.",
        input: "real [[1],[2]], fake [[1]]",
      },
    ],
    misconceptions: [],
    feedback: passed ? "Every check passes." : "One check does not pass yet.",
    confidence: 1,
    grader: { name: "sandbox", version: "1" },
    run: {
      backend: "cpu",
      status: "ok",
      durationMs: 12,
      peakMemoryMiB: 90,
      stdout: "a line that the code wrote\n",
      stderr: "",
      plots: [{
        id: "loss",
        title: "Loss while training",
        kind: "line",
        xLabel: "step",
        yLabel: "loss",
        series: [
          { name: "critic", x: steps, y: steps.map((step) => 1 / (step + 1)) },
          { name: "generator", x: steps, y: steps.map((step) => Math.sin(step)) },
        ],
      }],
    },
  };
}
