import {
  difficulties,
  type Difficulty,
  type PublicQuestion,
  type QuestionKind,
  type Topic,
  topics,
} from "../question-bank/mod.ts";
import type { Mode, StartRequest } from "../interview/mod.ts";

const modes: readonly Mode[] = ["practice", "mock", "timed"];
const kinds: readonly QuestionKind[] = ["multiple-choice", "free-text", "coding"];

/** The start page's form as a request; `null` when a value is none that the page offers. */
export function startFromForm(form: FormData, questions: readonly PublicQuestion[]): StartRequest | null {
  const value = (name: string) => {
    const first = form.get(name);
    return typeof first === "string" && first !== "" ? first : null;
  };
  const mode = oneOf(modes, value("mode"));
  const topic = oneOf<Topic>(topics, value("topic"));
  const difficulty = oneOf<Difficulty>(difficulties, value("difficulty"));
  const kind = oneOf(kinds, value("kind"));
  const length = value("length") === null ? null : Number(value("length"));
  const question = value("question");
  if (mode === undefined || topic === undefined || difficulty === undefined || kind === undefined) return null;
  if (mode === null || (length !== null && !(Number.isInteger(length) && length >= 1 && length <= 50))) return null;
  if (question !== null) return questions.some(({ id }) => id === question) ? { mode, questionIds: [question] } : null;
  return {
    mode,
    ...(topic && { topics: [topic] }),
    ...(difficulty && { difficulty }),
    ...(kind && { kinds: [kind] }),
    ...(length !== null && { length }),
  };
}

/** `undefined`: not offered; `null`: not chosen. */
function oneOf<T extends string>(offered: readonly T[], value: string | null): T | null | undefined {
  return value === null ? null : offered.find((one) => one === value);
}
