import { z } from "zod";
import { describeExpectation, describeValue, formatPath } from "../describe_issue.ts";
import type { FreeTextQuestion, MultipleChoiceQuestion, Option, Question } from "../format.ts";
import { base, example, option, reference, rubric } from "../schema.ts";

/** A choice whose reason may be missing. */
export type DraftOption = Omit<Option, "why"> & Partial<Pick<Option, "why">>;

/** A question as it travels between programs: everything but kind and prompt may be missing. */
export interface Draft
  extends
    Partial<Omit<MultipleChoiceQuestion, "kind" | "version" | "prompt" | "options">>,
    Partial<Omit<FreeTextQuestion, "kind" | "version" | "prompt">> {
  /** How it is answered. */
  readonly kind: "multiple-choice" | "free-text";
  /** Markdown with `$maths$`. */
  readonly prompt: string;
  /** Of a multiple-choice question. */
  readonly options?: readonly DraftOption[];
}

/** A field of a question, by its name in the files of the bank. */
export type Field = keyof Draft;

/** Something that did not come across, and why. */
export interface Note {
  /** Id or title of the question, or its place in the file. */
  readonly question: string;
  /** What did not come across, for example "hints". */
  readonly field: string;
  /** Why, or what came instead. */
  readonly reason: string;
}

const { id, topic, difficulty, title, prompt, clarification, hints, provenance, corrects } = base;

/** Fields in the order in which files have them. */
const fields: Readonly<Record<Field, z.ZodType>> = {
  id,
  kind: z.enum(["multiple-choice", "free-text"]),
  topic,
  difficulty,
  title,
  prompt,
  clarification,
  hints,
  options: z.array(z.strictObject({ ...option.shape, why: option.shape.why.exactOptional() })).min(1),
  shuffle: z.boolean(),
  rubric,
  modelAnswer: z.string().trim().min(1),
  references: z.array(reference),
  examples: z.array(example),
  provenance,
  corrects,
};

/** Names of the fields, in the order in which files have them. */
export const fieldNames = Object.keys(fields) as readonly Field[];

/** Fields that one kind alone has. */
export const fieldsOfKind: Readonly<Record<Draft["kind"], readonly Field[]>> = {
  "multiple-choice": ["options", "shuffle"],
  "free-text": ["rubric", "modelAnswer", "examples"],
};

/** What a question can take along, and what of it no other program could use. */
export function draftOf(question: Question): { readonly draft: Draft; readonly notes: readonly Note[] } {
  if (question.kind !== "coding") {
    const { version: _version, ...draft } = question;
    return { draft: compact(draft), notes: [] };
  }
  const { id, topic, difficulty, title, clarification, hints, references, provenance, corrects } = question;
  const exports = question.entryPoints.map(({ name, signature, doc }) => `- \`${name}: ${signature}\`: ${doc}`);
  const draft: Draft = {
    id,
    kind: "free-text",
    topic,
    difficulty,
    title,
    prompt: `${question.prompt}\n\nExport:\n\n${exports.join("\n")}`,
    ...(clarification !== undefined && { clarification }),
    hints,
    modelAnswer: `\`\`\`ts\n${question.reference.trimEnd()}\n\`\`\``,
    references,
    provenance,
    corrects,
  };
  const lost: Readonly<Record<string, string>> = {
    kind: "goes as a free-text question that a person grades",
    checks: "run in viva's sandbox alone",
    limits: "belong to the sandbox",
    backend: "belongs to the sandbox",
    starter: "has no place in a free-text question",
    wrong: "has no place in a free-text question",
    ...(question.parts && { parts: "go as one question, with what all of them ask" }),
  };
  const notes = Object.entries(lost).map(([field, reason]) => ({ question: id, field, reason }));
  return { draft: compact(draft), notes };
}

/** The same without empty lists and without what is left at its default. */
export function compact(draft: Draft): Draft {
  const kept = fieldNames.flatMap((name): [Field, unknown][] => {
    const value = draft[name];
    const empty = value === undefined || (Array.isArray(value) && value.length === 0) ||
      (name === "shuffle" && value === true);
    return empty ? [] : [[name, value]];
  });
  return Object.fromEntries(kept) as unknown as Draft;
}

/** A draft of plain data; what is not understood is told and left out. No draft without a prompt. */
export function toDraft(
  data: Readonly<Record<string, unknown>>,
  place: string,
): { readonly draft?: Draft; readonly notes: readonly Note[] } {
  const question = [data.id, data.title, place].find((name): name is string =>
    typeof name === "string" && name !== ""
  )!;
  const notes: Note[] = [];
  const kind = data.kind ?? (data.options === undefined ? "free-text" : "multiple-choice");
  const known: Partial<Record<Field, unknown>> = {};
  for (const [name, value] of Object.entries({ ...data, kind })) {
    if (value === undefined || value === "") continue;
    const field = fields[name as Field];
    if (!Object.hasOwn(fields, name) || field === undefined) {
      notes.push({ question, field: name, reason: "is unknown, left out" });
      continue;
    }
    const parsed = field.safeParse(value);
    if (parsed.success) known[name as Field] = parsed.data;
    else notes.push(...parsed.error.issues.map((issue) => notUnderstood(issue, { question, name, value })));
  }
  if (known.kind === undefined) {
    return {
      notes: [...notes, { question, field: "question", reason: "is of no kind that can be imported; left out" }],
    };
  }
  if (known.prompt === undefined) {
    return { notes: [...notes, { question, field: "prompt", reason: "is missing, the question is left out" }] };
  }
  const other = fieldsOfKind[known.kind === "free-text" ? "multiple-choice" : "free-text"];
  for (const name of other) {
    if (known[name] === undefined) continue;
    delete known[name];
    notes.push({ question, field: name, reason: `does not belong to a ${known.kind} question, left out` });
  }
  return { draft: compact(known as Draft), notes };
}

function notUnderstood(
  issue: z.core.$ZodIssue,
  { question, name, value }: { readonly question: string; readonly name: string; readonly value: unknown },
): Note {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const found = path.reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], value);
  const reason = issue.code === "unrecognized_keys"
    ? `has the unknown key "${issue.keys.join('", "')}", expected none but the known ones; left out`
    : `is ${describeValue(found)}, expected ${describeExpectation(issue, found)}; left out`;
  return { question, field: formatPath([name, ...path]), reason };
}
