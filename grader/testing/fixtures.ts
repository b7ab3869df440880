import type { FreeTextQuestion, MultipleChoiceQuestion } from "../../question-bank/mod.ts";
import type { GradePorts, RubricGrader, RubricJudgement } from "../ports.ts";
import type { Verdict } from "../types.ts";

const base = {
  version: "v1",
  topic: "training",
  difficulty: "medium",
  hints: [],
  references: [{ title: "Generative Adversarial Nets", authors: "Goodfellow et al.", year: 2014, arxiv: "1406.2661" }],
  provenance: [],
  corrects: [],
} as const;

/** A small question on mode collapse with two criteria and one misconception. */
export const modeCollapse: FreeTextQuestion = {
  ...base,
  id: "test-mode-collapse",
  kind: "free-text",
  title: "Mode collapse",
  prompt: "What is mode collapse in a GAN, and what do you see in a batch of samples when it happens?",
  rubric: {
    criteria: [
      {
        id: "low-diversity",
        says: "The generator maps many different latent vectors to the same few outputs.",
        weight: 2,
        paraphrases: [
          "The generator produces only a small variety of samples whatever the noise is.",
          "Different z give nearly identical images.",
        ],
        explain: "Little variety across latents has to be said; bad quality alone is something else.",
        probe: "What happens to the variety of what the generator makes?",
      },
      {
        id: "missing-modes",
        says: "Some modes of the data distribution are never generated.",
        weight: 1,
        paraphrases: [
          "Parts of the real data are missing from the samples.",
          "The model drops whole classes of the data.",
        ],
        explain: "Coverage of the data has to be mentioned.",
        probe: "What of the training data can no longer be found among the samples?",
      },
    ],
    misconceptions: [
      {
        id: "overfitting",
        says: "Mode collapse means that the discriminator overfits the training data.",
        paraphrases: ["It happens because the discriminator memorises the training set."],
        penalty: 0.25,
        correct: "Mode collapse is a property of what the generator makes, not of how well the discriminator fits.",
      },
    ],
  },
  modelAnswer:
    "The generator maps many different latent vectors to the same few outputs, so a batch shows near-copies. Some modes of the data distribution are never generated.",
  examples: [],
};

/** Two of four options are right. */
export const twoOfFour: MultipleChoiceQuestion = {
  ...base,
  id: "test-two-of-four",
  kind: "multiple-choice",
  title: "Losses",
  prompt: "Which of these are bounded below by zero?",
  options: [
    { id: "a", text: "KL divergence", correct: true, why: "Gibbs' inequality." },
    { id: "b", text: "JS divergence", correct: true, why: "A mean of two KL divergences." },
    { id: "c", text: "Critic loss", correct: false, why: "It is a difference of means and takes either sign." },
    { id: "d", text: "Log-likelihood", correct: false, why: "A log of a probability is at most zero." },
  ],
  shuffle: true,
};

/** A rubric grader that gives these verdicts, with the whole answer as evidence for what is met. */
export function saying(
  verdicts: Readonly<Record<string, Verdict>>,
  stated: readonly string[] = [],
): RubricGrader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    judge(question, text, options = {}): Promise<RubricJudgement> {
      asked.push(text);
      const whole = [{ quote: text, start: 0, end: text.length }];
      return Promise.resolve({
        criteria: question.rubric.criteria
          .filter(({ id }) => (options.criteria?.includes(id) ?? true) && id in verdicts)
          .map(({ id }) => ({
            id,
            verdict: verdicts[id] ?? "not-met",
            evidence: verdicts[id] === "met" ? whole : [],
            reason: "scripted",
            confidence: verdicts[id] === "unsure" ? 0.5 : 0.9,
          })),
        misconceptions: stated.map((id) => ({ id, evidence: whole })),
        grader: { name: "llm", version: "scripted" },
      });
    },
  };
}

/** Ports with this rubric grader; code cannot be run. */
export function portsWith(rubric: RubricGrader): GradePorts {
  return {
    rubric,
    sandbox: {
      tier: "none",
      reason: "Nothing here runs code.",
      run: () => Promise.reject(new Error("Cannot run code: no sandbox is there, expected none to be asked")),
    },
    random: () => ({ uniform: () => 0.5, normal: () => 0 }),
  };
}
