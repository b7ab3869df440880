import { stringify } from "yaml";
import type { Difficulty, Question, Topic } from "../format.ts";
import { formatFault } from "../fault.ts";
import { parseQuestion } from "../question_source.ts";
import { standardFaults } from "../standard.ts";
import type { Draft, Field } from "./draft.ts";

/** What an imported question is, what was made up for it and what it lacks. */
export interface Review {
  /** The draft's, or one made of its title. */
  readonly id: string;
  /** Path below the bank's folder. A question that would not load begins with "_", which the loader passes over. */
  readonly path: string;
  /** The file. */
  readonly yaml: string;
  /** What was read, in a few words each. */
  readonly understood: readonly string[];
  /** What the file did not say and was filled in. */
  readonly assumed: readonly string[];
  /** What it needs to load and to reach the bank's standard, each with the line of its YAML. */
  readonly missing: readonly string[];
  /** Whether the bank would load it as it is. */
  readonly sound: boolean;
}

/** What to fill in. */
export interface ReviewOptions {
  /** For questions that tell none. */
  readonly topic: Topic;
  /** Ids that are in use; a made-up id keeps clear of them. */
  readonly taken?: ReadonlySet<string>;
}

/** Makes a draft into a file of the bank and says what there is still to do. */
export function reviewDraft(draft: Draft, { topic, taken = new Set() }: ReviewOptions): Review {
  const assumed: string[] = [];
  const assume = <T>(field: Field, given: T | undefined, made: T): T => {
    if (given === undefined) assumed.push(`${field}: ${made}`);
    return given ?? made;
  };
  const title = assume("title", draft.title, titleOf(draft.prompt));
  const id = assume("id", draft.id, freeId(slug(title), taken));
  const complete = {
    id,
    kind: draft.kind,
    topic: assume<Topic>("topic", draft.topic, topic),
    difficulty: assume<Difficulty>("difficulty", draft.difficulty, "medium"),
    title,
    ...omit(draft, ["id", "kind", "topic", "difficulty", "title"]),
  };
  const file = `questions/${complete.topic}/${id}.yaml`;
  const yaml = `# yaml-language-server: $schema=../../question.schema.json\n${
    stringify(complete, { lineWidth: 120, blockQuote: true })
  }`;
  const source = parseQuestion(yaml, { place: "questions", file });
  const sound = source.faults.length === 0;
  const path = sound ? file : `questions/${complete.topic}/_${id}.yaml`;
  const lacks = [
    ...source.faults,
    ...standardFaults({ question: filledUp({ ...draft, ...complete }), yaml: source.yaml }),
  ];
  return {
    id,
    path,
    yaml,
    understood: describe(draft),
    assumed,
    missing: lacks.filter(({ message }) => draft.modelAnswer !== undefined || !message.startsWith("modelAnswer has"))
      .toSorted((a, b) => a.line - b.line).map((fault) => formatFault({ ...fault, file: path })),
    sound,
  };
}

/** As if all were there, so that the standard speaks of the rest of the question, too. */
function filledUp(draft: Draft & { id: string; topic: Topic; difficulty: Difficulty; title: string }): Question {
  const { options = [], shuffle = true, rubric, modelAnswer = "", examples = [], kind, ...rest } = draft;
  const base = { hints: [], references: [], provenance: [], corrects: [], ...rest, version: "" };
  return kind === "multiple-choice"
    ? { ...base, kind, shuffle, options: options.map((option) => ({ why: "", ...option })) }
    : { ...base, kind, rubric: rubric ?? { criteria: [], misconceptions: [] }, modelAnswer, examples };
}

function describe(draft: Draft): string[] {
  const { kind, title, options, hints, rubric, modelAnswer, examples, references } = draft;
  const count = (list: readonly unknown[] | undefined, noun: string) =>
    list === undefined ? [] : [`${list.length} ${noun}${list.length === 1 ? "" : "s"}`];
  const key = options?.filter(({ correct }) => correct).map(({ id }) => id).join(", ") || "none";
  return [
    kind,
    ...(title === undefined ? [] : [`"${title}"`]),
    ...count(options, "option"),
    ...(options === undefined
      ? []
      : [`key: ${key}`, `${options.filter(({ why }) => why !== undefined).length} with reasons`]),
    ...count(hints, "hint"),
    ...count(rubric?.criteria, "criterion").map((text) => text.replace("criterions", "criteria")),
    ...count(rubric?.misconceptions, "misconception"),
    ...(modelAnswer === undefined ? [] : ["model answer"]),
    ...count(examples, "example"),
    ...count(references, "reference"),
  ];
}

function omit(draft: Draft, names: readonly Field[]): Partial<Draft> {
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name as Field)));
}

/** The first words of the prompt without its marks. */
function titleOf(prompt: string): string {
  const words = prompt.replaceAll(/<[^>]*>|[*_`#$]/g, "").split(/\s+/).filter(Boolean);
  return words.slice(0, 8).join(" ").replace(/[?.:,;]+$/, "") || "Question";
}

function slug(text: string): string {
  const words = text.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.slice(0, 8).join("-") || "question";
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = id;; number++) {
    if (!taken.has(free)) return free;
    free = `${id}-${number}`;
  }
}
