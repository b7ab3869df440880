import type { Bank, Question } from "../../../question-bank/mod.ts";
import { canonicalise } from "../canonicalise.ts";
import { functionWords } from "../words.ts";
import type { Token } from "./tokens.ts";
import { tokens } from "./tokens.ts";

/** How much a word says, from how few questions of the bank use it. */
export interface Idf {
  /** Weight of a token as part of a statement: greater than 0, at most about 1. */
  weight(token: Token): number;
  /** Whether any question uses a word with this stem. */
  knows(stem: string): boolean;
}

// Words that every explanation uses, whatever it explains.
const lightList = `
use make get give take put go come say call mean show need want try allow help let become happen work cause result lead contain include example
process important different main part kind type number value way thing case fact reason effect problem possible able good well
only just also very same other first second often usually always can time point term form set
`;
const light = new Set(lightList.trim().split(/\s+/));

const lightFactor = 0.5;
const functionFactor = 0.3;
const floor = 0.15;

/** Inverse document frequency over the text of a bank, one document per question; a signature to implement explains nothing. */
export function idfOf(bank: Pick<Bank, "questions">): Idf {
  const documents = bank.questions.filter(({ kind }) => kind !== "coding").map((question) =>
    new Set(tokens(canonicalise(textOf(question)).text).flatMap(names))
  );
  const frequency = new Map<string, number>();
  for (const document of documents) {
    for (const name of document) frequency.set(name, (frequency.get(name) ?? 0) + 1);
  }
  const n = Math.max(1, documents.length);
  const top = Math.log((n + 1) / 1.5);
  const idf = (name: string) => {
    const raw = Math.log((n + 1) / ((frequency.get(name) ?? 0) + 0.5));
    return top <= 0.5 ? 1 : Math.min(1, Math.max(floor, raw / top));
  };
  return {
    weight(token) {
      const common = Math.min(idf(token.stem), ...token.terms.map(idf));
      const factor = !token.content || functionWords.has(token.word)
        ? functionFactor
        : light.has(token.word)
        ? lightFactor
        : 1;
      return common * factor;
    },
    knows: (stem) => frequency.has(stem),
  };
}

function names(token: Token): string[] {
  return [token.stem, ...token.terms];
}

function textOf(question: Question): string {
  const parts = [question.title, question.prompt];
  if (question.kind === "free-text") {
    parts.push(question.modelAnswer);
    for (const { says, paraphrases } of question.rubric.criteria) parts.push(says, ...paraphrases);
    for (const { says, correct } of question.rubric.misconceptions) parts.push(says, correct);
  }
  if (question.kind === "multiple-choice") { for (const { text, why } of question.options) parts.push(text, why); }
  return parts.join("\n");
}
