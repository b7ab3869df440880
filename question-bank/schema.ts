/**
 * What the YAML files hold. Texts are trimmed; lists that are left out are empty. What a schema cannot say (ids that must
 * agree, maths that must render) is in `rules.ts`.
 */
import { z } from "zod";
import {
  type CheckInfo,
  type CodingQuestion,
  type Criterion,
  difficulties,
  type EntryPoint,
  type Example,
  type FreeTextQuestion,
  type Misconception,
  type MultipleChoiceQuestion,
  type Option,
  type Reference,
  type Rubric,
  type RunLimits,
  topics,
} from "./format.ts";

/** A multiple-choice file. */
export type MultipleChoiceFile = Omit<MultipleChoiceQuestion, "version">;
/** A free-text file. */
export type FreeTextFile = Omit<FreeTextQuestion, "version">;
/** `question.yaml` of a coding folder; the sources lie beside it. */
export type CodingFile =
  & Omit<CodingQuestion, "version" | "starter" | "reference" | "wrong" | "checks" | "entryPoints">
  & {
    /** Absent when it has parts. */
    readonly entryPoints?: readonly EntryPoint[];
    /** Absent when it has parts. */
    readonly checks?: readonly CheckInfo[];
  };
/** Any question file. */
export type QuestionFile = MultipleChoiceFile | FreeTextFile | CodingFile;

const about = (description: string) => ({ description });
const text = () => z.string().trim().min(1);
const slug = () => z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens");
const weight = () => z.number().positive().finite().meta(about("Share in the score, relative to the others."));
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** A primary source. */
export const reference = z.strictObject({
  title: text().meta(about("Title of the paper, book or page.")),
  authors: text().meta(about('As they are cited, for example "Goodfellow et al."')),
  year: z.int().min(1700).max(2100).meta(about("Year of the first public version.")),
  arxiv: z.string().regex(/^(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})$/, "an arXiv identifier in quotes, for example '1406.2661'")
    .exactOptional().meta(about("arXiv identifier, in quotes.")),
  url: z.url({ protocol: /^https?$/ }).exactOptional().meta(about("Address, when there is no arXiv identifier.")),
}) satisfies z.ZodType<Reference>;

/** A choice. */
export const option = z.strictObject({
  id: z.string().regex(/^[a-z]$/, "one lower-case letter").meta(about("Lower-case letter.")),
  text: text().meta(about("Markdown with $maths$, shown to the candidate.")),
  correct: z.boolean().meta(about("Whether it belongs to the key.")),
  why: text().meta(about("Why it is right or wrong; told after answering.")),
}) satisfies z.ZodType<Option>;

const criterion = z.strictObject({
  id: slug().meta(about("Unique within the question.")),
  says: text().meta(about("The statement an answer must make; it can be answered with yes or no.")),
  weight: weight(),
  paraphrases: list(text()).meta(about("Other ways a candidate says it; three or more.")),
  explain: text().meta(about("For graders: what counts and what does not.")),
  probe: text().meta(about("Asked as a follow-up when it is missing; gives nothing of the answer away.")),
}) satisfies z.ZodType<Criterion>;

const misconception = z.strictObject({
  id: slug().meta(about("Unique within the question.")),
  says: text().meta(about("The wrong statement.")),
  paraphrases: list(text()).meta(about("Other ways a candidate says it.")),
  penalty: z.number().min(0).max(1).meta(about("Subtracted from the score, in [0, 1].")),
  correct: text().meta(about("What is right; told to the candidate.")),
}) satisfies z.ZodType<Misconception>;

/** A labelled answer. */
export const example = z.strictObject({
  level: z.enum(["full", "partial", "wrong", "off-topic", "stuffed"]).meta(about("What kind of answer it is.")),
  text: text().meta(about("The answer, as people speak.")),
  met: list(slug()).meta(about("Ids of the criteria it meets.")),
  states: list(slug()).meta(about("Ids of the misconceptions it states.")),
}) satisfies z.ZodType<Example>;

/** What an answer is graded by. */
export const rubric = z.strictObject({
  criteria: z.array(criterion).min(1).meta(about("What an answer must say.")),
  misconceptions: list(misconception).meta(about("Known errors that cost points.")),
}) satisfies z.ZodType<Rubric>;

const entryPoint = z.strictObject({
  name: z.string().regex(/^[A-Za-z_$][\w$]*$/, "a TypeScript identifier").meta(about("Exported name.")),
  signature: text().meta(about("TypeScript signature.")),
  doc: text().meta(about("What it must do: shapes in brackets, units.")),
}) satisfies z.ZodType<EntryPoint>;

const limits = z.strictObject({
  wallMs: z.int().positive().meta(about("Wall clock for the whole submission, in milliseconds.")),
  memoryMiB: z.int().positive().meta(about("Memory beyond what the runtime itself needs, in MiB.")),
}) satisfies z.ZodType<RunLimits>;

const check = z.strictObject({
  id: slug().meta(about("Unique within the question; a key of `checks` in checks.ts.")),
  title: text().meta(about("What it checks, in a few words.")),
  weight: weight(),
  visible: z.boolean().meta(about("Whether the candidate sees its input and values.")),
  rejects: text().meta(about("The misunderstanding that a failure points to; told to the candidate.")),
}) satisfies z.ZodType<CheckInfo>;

/** What all kinds have, by field. */
export const base = {
  id: slug().meta(about("Canonical id, equal to the file's name; never changes.")),
  topic: z.enum(topics).meta(about("The group it is filed under, equal to the folder's name.")),
  difficulty: z.enum(difficulties).meta(about("For someone who has read the papers once.")),
  title: text().meta(about("A few words, shown in lists.")),
  prompt: text().meta(about("Markdown with $maths$, shown to the candidate.")),
  clarification: text().exactOptional().meta(about("The same question in other words; nothing of the answer.")),
  hints: list(text()).meta(about("From gentle to strong.")),
  references: list(reference).meta(about("Primary sources.")),
  provenance: list(text()).meta(about('Documents and numbers that this question covers, for example "S1/4".')),
  corrects: list(text()).meta(about('Errata that this question sets right, for example "E031".')),
};

const multipleChoice = z.strictObject({
  ...base,
  kind: z.literal("multiple-choice"),
  options: z.array(option).min(2).meta(about("Two or more; one or several correct.")),
  shuffle: z.boolean().default(true).meta(about("Whether the order may change per session.")),
}) satisfies z.ZodType<MultipleChoiceFile>;

const freeText = z.strictObject({
  ...base,
  kind: z.literal("free-text"),
  rubric,
  modelAnswer: text().meta(about("Shown after an attempt; meets every criterion. Markdown with $maths$.")),
  examples: list(example).meta(about("Labelled answers: the bank tests itself with them.")),
}) satisfies z.ZodType<FreeTextFile>;

const coding = z.strictObject({
  ...base,
  kind: z.literal("coding"),
  entryPoints: z.array(entryPoint).min(1).exactOptional().meta(about("What the answer must export.")),
  limits,
  backend: z.enum(["wasm", "cpu", "webgpu"]).meta(about("The tfjs backend that it runs on.")),
  checks: z.array(check).min(1).exactOptional().meta(about("In the order in which they run.")),
  parts: z.array(slug()).min(2).exactOptional().meta(
    about("In place of entryPoints and checks: ids of the coding questions that it is made of."),
  ),
}) satisfies z.ZodType<CodingFile>;

/** Any question file. Unknown keys are refused. */
export const questionFile: z.ZodType<QuestionFile> = z.discriminatedUnion("kind", [multipleChoice, freeText, coding]);

/** JSON Schema (draft 7, which YAML editors understand) of {@link questionFile}. */
export function questionJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(questionFile, { io: "input", target: "draft-7" }),
    title: "A question of the bank",
  };
}
