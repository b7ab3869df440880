import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import againPrompt from "./prompts/again.md" with { type: "text" };
import answerPrompt from "./prompts/answer.md" with { type: "text" };
import rules from "./prompts/rules.md" with { type: "text" };
import schemaPrompt from "./prompts/schema.md" with { type: "text" };
import { replySchema } from "./reply.ts";

/** A message to the model. */
export interface Message {
  readonly role: "system" | "user";
  readonly content: string;
}

/** What a request is made of. */
export interface RequestParts {
  readonly question: FreeTextQuestion;
  /** Criteria to judge. */
  readonly criteria: readonly string[];
  /** The answer, canonical. */
  readonly answer: string;
  /** Random code of the answer's markers. */
  readonly nonce: string;
  /** Whether the model can be held to a schema; otherwise it is told the schema. */
  readonly schemaMode: boolean;
  /** Criteria in reverse order: a second opinion should not share the first one's habits. */
  readonly reversed?: boolean;
  /** Set when an earlier reply could not be used. */
  readonly again?: string;
}

/** The messages: rules in the system role, the examiners' data, and the answer last. */
export function messages(parts: RequestParts): Message[] {
  const { question, criteria, answer, nonce, schemaMode, reversed, again } = parts;
  const system = schemaMode ? rules : rules + schemaPrompt + JSON.stringify(replySchema);
  // Nothing that looks like a model's own control token reaches it from the answer.
  const harmless = answer.replace(/<(?=[|/])/g, "< ");
  const fill = (text: string) => text.replaceAll("{{nonce}}", nonce).replace("{{answer}}", () => harmless).trimEnd();
  return [
    { role: "system", content: system },
    { role: "user", content: data(question, { criteria, reversed: reversed ?? false }) },
    ...(again === undefined ? [] : [{
      role: "user" as const,
      content: againPrompt.replace("{{problem}}", () => again).replace("{{ids}}", () => criteria.join(", ")).trimEnd(),
    }]),
    { role: "user", content: fill(answerPrompt) },
  ];
}

/** Everything of a request that does not depend on the answer, for the prompt's hash. */
export function promptIdentity(question: FreeTextQuestion, criteria: readonly string[]): string {
  return [
    rules,
    schemaPrompt,
    againPrompt,
    answerPrompt,
    JSON.stringify(replySchema),
    data(question, { criteria, reversed: false }),
  ].join("\n");
}

function data(question: FreeTextQuestion, options: { criteria: readonly string[]; reversed: boolean }): string {
  const criteria = question.rubric.criteria
    .filter(({ id }) => options.criteria.includes(id))
    .map(({ id, says, paraphrases, explain }) => ({ id, says, paraphrases, explain }));
  return JSON.stringify(
    {
      question: { title: question.title, prompt: question.prompt },
      criteria: options.reversed ? criteria.reverse() : criteria,
      misconceptions: question.rubric.misconceptions.map(({ id, says, correct }) => ({ id, says, correct })),
      modelAnswer: question.modelAnswer,
    },
    null,
    1,
  );
}
