import {
  type Bank,
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
