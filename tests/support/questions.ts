import {
  type Bank,
  type CodingCheck,
  type CodingQuestion,
  createBank,
  type FreeTextQuestion,
  type MultipleChoiceQuestion,
  type Question,
} from "../../question-bank/mod.ts";

const common = {
  version: "v1",
  difficulty: "medium",
  references: [{ title: "A paper", authors: "An Author", year: 2014, arxiv: "1406.2661" }],
  provenance: [],
  corrects: [],
} as const;

/** A multiple-choice question whose key is "b". */
export function multipleChoice(change: Partial<MultipleChoiceQuestion> = {}): MultipleChoiceQuestion {
  return {
    ...common,
    id: "mcq-one",
    kind: "multiple-choice",
    topic: "fundamentals",
    title: "One",
    prompt: "Which is it?",
    hints: ["Not the first."],
    options: [
      { id: "a", text: "The first", correct: false, why: "It is not." },
      { id: "b", text: "The second", correct: true, why: "It is." },
    ],
    shuffle: false,
    ...change,
  };
}

/** A free-text question with two criteria; "heavy" weighs more. */
export function freeText(change: Partial<FreeTextQuestion> = {}): FreeTextQuestion {
  return {
    ...common,
    id: "ft-one",
    kind: "free-text",
    topic: "training",
    title: "Two points",
    prompt: "What are the two points?",
    clarification: "Name both points.",
    hints: ["Think of the first.", "Think of the second."],
    rubric: {
      criteria: [
        {
          id: "light",
          says: "The light point.",
          weight: 1,
          paraphrases: [],
          explain: "",
          probe: "What about the light one?",
        },
        {
          id: "heavy",
          says: "The heavy point.",
          weight: 3,
          paraphrases: [],
          explain: "",
          probe: "What about the heavy one?",
        },
      ],
      misconceptions: [],
    },
    modelAnswer: "The light point and the heavy point.",
    examples: [],
    ...change,
  };
}

/** A bank of these questions. */
export function bankOf(...questions: readonly Question[]): Bank {
  return createBank(questions);
}

/** A coding question: `double(x)` with one visible and one hidden check. */
export function coding(change: Partial<CodingQuestion> = {}): CodingQuestion {
  const check: CodingCheck = {
    draw: () => 21,
    probe: ({ candidate, inputs }) => candidate.double(inputs),
    judge: (output) => ({ passed: output === 42, message: `Expected 42, got ${output}.`, input: "21" }),
  };
  const info = { weight: 1, rejects: "Twice is not the square.", check };
  return {
    ...common,
    id: "code-one",
    kind: "coding",
    topic: "fundamentals",
    title: "Double",
    prompt: "Export `double`.",
    hints: [],
    entryPoints: [{ name: "double", signature: "(x: number) => number", doc: "Twice x." }],
    limits: { wallMs: 5_000, memoryMiB: 256 },
    backend: "cpu",
    checks: [
      { ...info, id: "shown", title: "Doubles", visible: true },
      { ...info, id: "hidden", title: "Doubles more", visible: false },
    ],
    starter: "export function double(x: number): number { return x; }",
    reference: "export function double(x: number): number { return 2 * x; }",
    wrong: [],
    ...change,
  };
}
