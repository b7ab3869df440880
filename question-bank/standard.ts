import type { Fault } from "./fault.ts";
import type { FreeTextQuestion, MultipleChoiceQuestion } from "./format.ts";
import type { SourcedQuestion } from "./read_bank.ts";
import type { Path } from "./yaml_source.ts";

const levels = ["full", "partial", "wrong", "off-topic", "stuffed"] as const;
const criteriaRange = [4, 8] as const;
const misconceptionRange = [1, 3] as const;
const modelAnswerWords = [80, 160] as const;
const paraphrasesMin = 3;
const hintsMin = 2;
const echoLength = 5;
/** A key that is much longer than its distractors gives itself away. */
const keyLengthRatioMax = 1.5;

type Report = (path: Path, message: string) => void;

/** What a sound question still lacks to be a good one. */
export function standardFaults({ question, yaml }: SourcedQuestion): Fault[] {
  const faults: Fault[] = [];
  const report: Report = (path, message) => {
    faults.push({ file: yaml.file, ...yaml.place(path), message });
  };

  question.provenance.forEach((entry, index) => {
    if (!/^S\d\/\S/.test(entry)) {
      report(["provenance", index], `provenance[${index}] is "${entry}", expected S<digit>/<number>`);
    }
  });
  question.corrects.forEach((entry, index) => {
    if (!/^E\d{3}$/.test(entry)) {
      report(["corrects", index], `corrects[${index}] is "${entry}", expected E<three digits>`);
    }
  });
  if (question.references.length === 0) report(["references"], "references is empty, expected a primary source");

  switch (question.kind) {
    case "free-text":
      conversationFaults(question, report);
      rubricFaults(question, report);
      exampleFaults(question, report);
      echoFaults(question, report);
      break;
    case "multiple-choice":
      conversationFaults(question, report);
      keyFaults(question, report);
      break;
    case "coding":
      break;
    default:
      question satisfies never;
  }
  return faults;
}

function conversationFaults(question: FreeTextQuestion | MultipleChoiceQuestion, report: Report): void {
  if (question.hints.length < hintsMin) {
    report(["hints"], `hints is a list of ${question.hints.length}, expected at least ${hintsMin}, gentle to strong`);
  }
  if (question.clarification === undefined) report(["clarification"], "clarification is missing, expected text");
}

function rubricFaults({ rubric, modelAnswer }: FreeTextQuestion, report: Report): void {
  const { criteria, misconceptions } = rubric;
  const within = (count: number, [min, max]: readonly [number, number]) => count >= min && count <= max;
  const expected = ([min, max]: readonly [number, number]) => `expected ${min} to ${max}`;
  if (!within(criteria.length, criteriaRange)) {
    report(["rubric", "criteria"], `rubric.criteria is a list of ${criteria.length}, ${expected(criteriaRange)}`);
  }
  if (!within(misconceptions.length, misconceptionRange)) {
    const message = `rubric.misconceptions is a list of ${misconceptions.length}, ${expected(misconceptionRange)}`;
    report(["rubric", "misconceptions"], message);
  }
  const paraphrased = [
    ...criteria.map((item, index) => ({ item, path: ["rubric", "criteria", index] })),
    ...misconceptions.map((item, index) => ({ item, path: ["rubric", "misconceptions", index] })),
  ];
  for (const { item: { id, paraphrases }, path } of paraphrased) {
    if (paraphrases.length < paraphrasesMin) {
      report(path, `"${id}" has ${paraphrases.length} paraphrases, expected at least ${paraphrasesMin}`);
    }
  }
  const words = modelAnswer.split(/\s+/).length;
  if (!within(words, modelAnswerWords)) {
    report(["modelAnswer"], `modelAnswer has ${words} words, ${expected(modelAnswerWords)}`);
  }
}

function exampleFaults({ rubric, examples }: FreeTextQuestion, report: Report): void {
  for (const level of levels) {
    if (!examples.some((example) => example.level === level)) {
      report(["examples"], `examples has no ${level} one, expected at least one of each level`);
    }
  }
  rubric.criteria.forEach(({ id }, index) => {
    const met = examples.filter((example) => example.met.includes(id)).length;
    if (met === 0) report(["rubric", "criteria", index], `"${id}" is met by no example, expected at least one`);
  });
  rubric.misconceptions.forEach(({ id }, index) => {
    if (!examples.some(({ states }) => states.includes(id))) {
      report(["rubric", "misconceptions", index], `"${id}" is stated by no example, expected at least one`);
    }
  });
  examples.forEach(({ level, met, states }, index) => {
    const missing = rubric.criteria.length - met.length;
    const problem = level === "full" && (missing > 0 || states.length > 0)
      ? "is full, expected it to meet every criterion and state no misconception"
      : level === "partial" && (met.length === 0 || missing === 0)
      ? "is partial, expected it to meet some criteria and not all"
      : (level === "off-topic" || level === "stuffed" || level === "wrong") && met.length > 0
      ? `is ${level}, expected it to meet no criterion`
      : undefined;
    if (problem !== undefined) report(["examples", index], `examples[${index}] ${problem}`);
  });
}

/** An example in the rubric's own words shows nothing about a grader. */
function echoFaults({ rubric, examples }: FreeTextQuestion, report: Report): void {
  const sources = [...rubric.criteria, ...rubric.misconceptions].flatMap((
    { says, paraphrases },
  ) => [says, ...paraphrases]);
  const runs = new Set(sources.flatMap((source) => wordRuns(source, echoLength)));
  examples.forEach(({ text }, index) => {
    const echo = wordRuns(text, echoLength).find((run) => runs.has(run));
    if (echo !== undefined) {
      report(["examples", index, "text"], `examples[${index}] repeats "${echo}" from the rubric, expected other words`);
    }
  });
}

/** Runs of words outside formulas. */
function wordRuns(text: string, length: number): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.slice(0, Math.max(0, words.length - length + 1))
    .map((_, start) => words.slice(start, start + length))
    .filter((run) => run.every((word) => word.length > 1) || run.filter((word) => word.length > 3).length >= 3)
    .map((run) => run.join(" "));
}

function keyFaults({ options }: MultipleChoiceQuestion, report: Report): void {
  if (options.every(({ correct }) => correct)) report(["options"], "options are all correct, expected a distractor");
  const meanLength = (correct: boolean) => {
    const lengths = options.filter((option) => option.correct === correct).map(({ text }) => text.length);
    return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  };
  const ratio = meanLength(true) / Math.max(1, meanLength(false));
  if (ratio > keyLengthRatioMax) {
    report(
      ["options"],
      `the key is ${ratio.toFixed(1)} times as long as the distractors, expected at most ${keyLengthRatioMax}`,
    );
  }
}
