import type { Fault } from "./fault.ts";
import type { Bank, Example, FreeTextQuestion } from "./format.ts";
import { createBank } from "./load.ts";
import { readBank, type SourcedQuestion } from "./read_bank.ts";
import { sharedRunFaults } from "./shared_runs.ts";
import { standardFaults } from "./standard.ts";
import type { Path } from "./yaml_source.ts";

/** What a grader says of an answer, reduced to what labels can be compared with. */
export interface JudgedAnswer {
  /** In [0, 1]; `null` when the grader abstains. */
  readonly score: number | null;
  /** Ids of the criteria that it takes for met. */
  readonly met: readonly string[];
  /** Ids of the misconceptions that it takes for stated. */
  readonly states: readonly string[];
}

/** Grades one answer. */
export type JudgeAnswer = (question: FreeTextQuestion, text: string) => Promise<JudgedAnswer>;

/** Options of {@link checkBank}. */
export interface CheckOptions {
  /** Makes the grader that the labelled answers are tried on. */
  readonly judge: (bank: Bank) => JudgeAnswer | Promise<JudgeAnswer>;
  /** A folder whose texts must not be found in the questions. */
  readonly against?: string;
}

/** Verdicts against labels, counted. */
export interface Confusion {
  /** Labelled and graded. */
  readonly both: number;
  /** Labelled, not graded: missed. */
  readonly labelled: number;
  /** Graded, not labelled: invented. */
  readonly graded: number;
  /** Neither. */
  readonly neither: number;
}

/** How a grader's verdicts on the examples of one question agree with their labels. */
export interface Agreement {
  /** The question's id. */
  readonly id: string;
  /** How many examples it has. */
  readonly examples: number;
  /** Verdicts on criteria, over all examples. */
  readonly criteria: Confusion;
  /** Verdicts on misconceptions, likewise. */
  readonly misconceptions: Confusion;
  /** Score of the model answer. */
  readonly modelAnswer: number | null;
  /** Lowest score of a full example; `null` when the grader abstained from one. */
  readonly fullMin: number | null;
  /** Highest score of a wrong, stuffed or off-topic example; an abstention counts as 0. */
  readonly wrongMax: number;
}

/** Everything that {@link checkBank} found. */
export interface BankCheck {
  /** How many sound questions were checked. */
  readonly questions: number;
  /** What must be mended. */
  readonly faults: readonly Fault[];
  /** Where the grader errs to the candidate's cost, or in a single verdict: worth a paraphrase or a better grader. */
  readonly misses: readonly Fault[];
  /** One per free-text question, in the bank's order. */
  readonly agreement: readonly Agreement[];
}

/** Bounds on an example's score, by its level. */
const bounds: Record<Example["level"], readonly [number, number]> = {
  full: [0.7, 1],
  partial: [0, 0.85],
  wrong: [0, 0.3],
  stuffed: [0, 0.15],
  "off-topic": [0, 0.15],
};
const modelAnswerMin = 0.95;

/**
 * Checks the folders as a bank: what the loader refuses, what a good question lacks, and whether a grader takes the labelled
 * answers for what they are. Points for nothing are faults (a wrong example above 0.3, a stuffed or off-topic one above 0.15, the empty
 * answer or the repeated prompt above 0, a probe that answers itself), and so is a model answer below 0.95. A full example below 0.7, a
 * partial one above 0.85 and any single verdict unlike its label are misses. Goes on after a fault, so that all are told at once.
 */
export async function checkBank(directories: readonly string[], { judge, against }: CheckOptions): Promise<BankCheck> {
  const reading = await readBank(directories);
  const bank = createBank(reading.questions.map(({ question }) => question));
  const judgeAnswer = await judge(bank);
  const graded = await Promise.all(
    reading.questions.map((source) => tryOnGrader(source, judgeAnswer)),
  );
  const order = bank.questions.map(({ id }) => id);
  return {
    questions: reading.questions.length,
    faults: [
      ...reading.faults,
      ...reading.questions.flatMap(standardFaults),
      ...graded.flatMap(({ faults }) => faults),
      ...(against === undefined ? [] : await sharedRunFaults(reading.questions, against)),
    ].toSorted(byPlace),
    misses: graded.flatMap(({ misses }) => misses).toSorted(byPlace),
    agreement: graded.flatMap(({ agreement }) => agreement ?? []).toSorted((a, b) =>
      order.indexOf(a.id) - order.indexOf(b.id)
    ),
  };
}

interface Trial {
  readonly faults: readonly Fault[];
  readonly misses: readonly Fault[];
  readonly agreement?: Agreement;
}

async function tryOnGrader({ question, yaml }: SourcedQuestion, judge: JudgeAnswer): Promise<Trial> {
  if (question.kind !== "free-text") return { faults: [], misses: [] };
  const faults: Fault[] = [];
  const misses: Fault[] = [];
  const at = (path: Path, message: string): Fault => ({ file: yaml.file, ...yaml.place(path), message });
  const { criteria, misconceptions } = question.rubric;

  const model = await judge(question, question.modelAnswer);
  if (model.score === null || model.score < modelAnswerMin) {
    const missing = criteria.map(({ id }) => id).filter((id) => !model.met.includes(id));
    const reason = [
      ...(missing.length > 0 ? [`not met: ${missing.join(", ")}`] : []),
      ...(model.states.length > 0 ? [`states: ${model.states.join(", ")}`] : []),
    ].join("; ");
    faults.push(
      at(["modelAnswer"], `modelAnswer is graded ${percent(model.score)} (${reason}), expected 95 % or more`),
    );
  }
  for (const [what, text] of [["the empty answer", ""], ["the repeated prompt", question.prompt]] as const) {
    const { score } = await judge(question, text);
    if (score !== 0) faults.push(at(["prompt"], `${what} is graded ${percent(score)}, expected 0 %`));
  }
  for (const [index, { id, probe }] of criteria.entries()) {
    const { met } = await judge(question, probe);
    const path = ["rubric", "criteria", index, "probe"];
    if (met.includes(id)) {
      faults.push(at(path, `the probe of "${id}" is graded as meeting it, expected a question alone`));
    }
  }

  const judged = await Promise.all(question.examples.map(({ text }) => judge(question, text)));
  for (const [index, example] of question.examples.entries()) {
    const { score, met, states } = judged[index]!;
    const name = `examples[${index}] (${example.level})`;
    const [min, max] = bounds[example.level];
    const outside = score === null ? min > 0 : score < min || score > max;
    if (outside) {
      const message = `${name} is graded ${percent(score)}, expected ${percent(min)} to ${percent(max)}`;
      (score === null || score < min || example.level === "partial" ? misses : faults).push(
        at(["examples", index], message),
      );
    }
    for (const { id } of criteria) {
      const labelled = example.met.includes(id);
      if (met.includes(id) === labelled) continue;
      misses.push(at(["examples", index], `${name}: criterion "${id}" ${differs(labelled, "met")}`));
    }
    for (const { id } of misconceptions) {
      const labelled = example.states.includes(id);
      if (states.includes(id) === labelled) continue;
      misses.push(at(["examples", index], `${name}: misconception "${id}" ${differs(labelled, "stated")}`));
    }
  }

  const scores = (...levels: Example["level"][]) =>
    judged.filter((_, index) => levels.includes(question.examples[index]!.level)).map(({ score }) => score);
  const full = scores("full");
  return {
    faults,
    misses,
    agreement: {
      id: question.id,
      examples: question.examples.length,
      criteria: confusion(criteria, question.examples.map((example, index) => [example.met, judged[index]!.met])),
      misconceptions: confusion(
        misconceptions,
        question.examples.map((example, index) => [example.states, judged[index]!.states]),
      ),
      modelAnswer: model.score,
      fullMin: full.includes(null) || full.length === 0 ? null : Math.min(...full.map(Number)),
      wrongMax: Math.max(0, ...scores("wrong", "stuffed", "off-topic").map((score) => score ?? 0)),
    },
  };
}

type Ids = readonly string[];

function confusion(items: readonly { readonly id: string }[], pairs: readonly (readonly [Ids, Ids])[]): Confusion {
  const verdicts = pairs.flatMap(([labels, grades]) =>
    items.map(({ id }) => [labels.includes(id), grades.includes(id)] as const)
  );
  const count = (labelled: boolean, graded: boolean) =>
    verdicts.filter(([a, b]) => a === labelled && b === graded).length;
  return {
    both: count(true, true),
    labelled: count(true, false),
    graded: count(false, true),
    neither: count(false, false),
  };
}

function differs(labelled: boolean, word: string): string {
  return labelled ? `is labelled ${word} but not graded so` : `is graded ${word} but not labelled so`;
}

function percent(score: number | null): string {
  return score === null ? "unsure" : `${Math.round(100 * score)} %`;
}

function byPlace(a: Fault, b: Fault): number {
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}
