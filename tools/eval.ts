/**
 * `deno task eval`: how far a grader agrees with people.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { loadBank } from "../question-bank/mod.ts";
import { CommandError, parseOptions, readInput, runCommand } from "./command.ts";
import { baselines } from "./eval/baselines.ts";
import { bootstrap, type Estimate, seeded } from "./eval/bootstrap.ts";
import {
  bankEvaluation,
  type Evaluate,
  type Evaluation,
  flipRate,
  type GraderName,
  graderNames,
  predictionTable,
  setEvaluation,
} from "./eval/evaluate.ts";
import { askedIn } from "./eval/everyday_answers.ts";
import { markdownReport } from "./eval/markdown_report.ts";
import { mean } from "./eval/mean.ts";
import { kappa, type Scored } from "./eval/metrics.ts";
import { readSet } from "./eval/read_set.ts";
import { formatEstimate, formatReports, type GraderReport, measure } from "./eval/report.ts";
import { bankRows } from "./offline_training/bank_rows.ts";
import { readTrainingSets } from "./offline_training/training_sets.ts";

const usage =
  `deno task eval --set FILE.tsv|bank|everyday|unseen [--grader NAME[,NAME…]] [--sets FOLDER] [--predictions OUT.tsv] [--repeat N] [--min-words N] [--report OUT.md] [--json]
    Grades every answer of a set and compares with the marks that people gave. A set's references become an ad-hoc rubric: their
    clauses as criteria; a row with a "point" column is one criterion. "bank" stands for the labelled answers of the question bank,
    "everyday" for answers in the styles of people who have no rubric before them, "unseen" for such answers that are never trained on.
    Columns of a set: question_id, question, reference_answer (several joined by " ||| ") or point, student_answer, score_0_to_1, and
    where there are any dataset and answer_id.
    Prints Pearson's r, RMSE, quadratic kappa over three levels (two where people said right or wrong), kappa, macro-F1, AUC, precision and recall, each with a 95 % bootstrap
    interval over questions, next to three baselines fitted to the set itself, the confusion of levels, cost and latency.
    --grader: offline (the default); held-out: trained without the question that it grades (some minutes); llm: as the
        server asks it, by the same settings (OPENAI_API_KEY, OPENAI_BASE_URL, GRADER_MODEL, GRADER_PRICES, …), but that nothing is
        recalled and no other grader stands in for it. Several are compared.
    --sets: for held-out on a set, the folder of the sets to train on, as for deno task train. The set itself is trained on but for the
        part that is graded, so a set without a licence for that is none for held-out.
    --repeat: grades N times and prints how often a verdict flips.
    --min-words: leaves shorter answers of a set out.
    --predictions: one row per answer: id, question, person's score, predicted score, verdicts. For one grader.
    --report: writes all of it in Markdown, with the confusion matrices as pictures (SVG) beside it.`;

const options = {
  set: { type: "string" },
  grader: { type: "string", default: "offline" },
  predictions: { type: "string" },
  repeat: { type: "string", default: "1" },
  "min-words": { type: "string", default: "0" },
  report: { type: "string" },
  sets: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
  json: { type: "boolean", default: false },
} as const;

interface Run {
  readonly name: GraderName;
  readonly runs: readonly Evaluation[];
  readonly first: Evaluation;
}

async function evaluation(set: string, wordsMin: number, sets: string | undefined): Promise<Evaluate> {
  const bank = await loadBank();
  if (set === "bank") return bankEvaluation(bank.questions, bank);
  if (set === "everyday" || set === "unseen") return bankEvaluation(askedIn(set, bank.questions), bank);
  const text = readInput(set, { what: "set", expected: "a TSV file, bank, everyday or unseen" });
  const rows = readSet(text).filter(({ answer }) => answer.split(/\s+/).filter(Boolean).length >= wordsMin);
  if (rows.length === 0) {
    throw new CommandError(`Cannot use set "${set}": no answer has ${wordsMin} words, expected some`);
  }
  return setEvaluation(rows, sets === undefined ? [] : [...readTrainingSets(sets), ...bankRows(bank.questions)]);
}

function graders(list: string): GraderName[] {
  const names = list.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length === 0) {
    throw new CommandError(`Cannot use graders "${list}": none is named, expected some of ${graderNames.join(", ")}`);
  }
  return names.map((name) => {
    const known = graderNames.find((it) => it === name);
    if (!known) throw new CommandError(`Cannot use grader "${name}": unknown, expected ${graderNames.join(", ")}`);
    return known;
  });
}

function summary({ name, runs, first }: Run) {
  const verdicts = first.judgements.flatMap(({ criteria }) => criteria);
  const latencies = first.latenciesMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? 0;
  const answers = first.predictions.length;
  return {
    name,
    grader: first.judgements[0]?.grader ?? { name },
    answers,
    questions: new Set(first.predictions.map(({ questionId }) => questionId)).size,
    unsure: verdicts.filter(({ verdict }) => verdict === "unsure").length,
    verdicts: verdicts.length,
    millisPerAnswer: mean(latencies),
    millisP50: quantile(0.5),
    millisP95: quantile(0.95),
    costUsd: first.judgements.reduce((sum, { usage }) => sum + (usage?.costUsd ?? 0), 0),
    ...(runs.length > 1 && { repeats: runs.length, flipRate: flipRate(runs) }),
  };
}

function sentence({ name, answers, questions, ...rest }: ReturnType<typeof summary>): string {
  const flips = rest.flipRate === undefined
    ? ""
    : `, flip rate ${(100 * rest.flipRate).toFixed(1)} % over ${rest.repeats} repeats`;
  return `${name} (${rest.grader.name}${
    "version" in rest.grader ? ` ${rest.grader.version}` : ""
  }): ${answers} answers to ` +
    `${questions} questions, ${rest.unsure} of ${rest.verdicts} verdicts unsure, ${
      rest.millisPerAnswer.toFixed(1)
    } ms per answer ` +
    `(p50 ${rest.millisP50.toFixed(1)}, p95 ${rest.millisP95.toFixed(1)}), ${rest.costUsd.toFixed(4)} USD${flips}`;
}

function reportsOf(runs: readonly Run[]): Record<string, GraderReport[]> {
  const comparisons = Object.entries(runs[0]?.first.comparisons ?? {});
  return Object.fromEntries(comparisons.map(([what, { baseline }]) => [
    what,
    [
      ...runs.map(({ name, first }) => measure(name, first.comparisons[what]?.rows ?? [])),
      ...Object.entries(baselines(baseline)).map(([name, rows]) => measure(name, rows)),
    ],
  ]));
}

/** Mean score of the labelled answers of each level. */
function byLevel({ first: { predictions } }: Run): Record<string, Estimate> {
  const levels = Map.groupBy(predictions, ({ level }) => level);
  return Object.fromEntries(
    [...levels].flatMap(([level, list]) => {
      if (level === undefined) return [];
      const rows = list.map(({ questionId, human, predicted }) => ({ group: questionId, human, predicted }));
      const score = (some: readonly Scored[]) => mean(some.map(({ predicted }) => predicted));
      return [[level, bootstrap(rows, score, { samples: 500, random: seeded(1) })]];
    }),
  );
}

/** How far two graders give the same verdicts, by chance-corrected agreement. */
function agreements(runs: readonly Run[]): { readonly graders: string; readonly kappa: number }[] {
  return runs.flatMap((a, i) =>
    runs.slice(i + 1).map((b) => {
      const met = ({ first }: Run) =>
        first.predictions.flatMap(({ verdicts }) => verdicts.map(({ verdict }) => verdict === "met" ? 1 : 0));
      const other = met(b);
      const rows = met(a).map((human, k) => ({ group: "", human, predicted: other[k] ?? 0 }));
      return { graders: `${a.name}, ${b.name}`, kappa: kappa(rows) };
    })
  );
}

/** Runs the command line and gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, options);
  const { set, json } = values;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const repeat = Number(values.repeat), wordsMin = Number(values["min-words"]);
  if (set === undefined || !(Number.isInteger(repeat) && repeat >= 1) || !(wordsMin >= 0)) {
    console.error(usage);
    return 2;
  }
  const names = graders(values.grader);
  if (values.predictions && names.length !== 1) {
    throw new CommandError(`Cannot write predictions of ${names.length} graders into one file, expected one --grader`);
  }
  const evaluate = await evaluation(set, wordsMin, values.sets);
  const runs: Run[] = [];
  for (const name of names) {
    const first = await evaluate(name);
    const all = [first];
    while (all.length < repeat) all.push(await evaluate(name));
    runs.push({ name, runs: all, first });
  }
  const [main] = runs;
  if (values.predictions && main) await Deno.writeTextFile(values.predictions, predictionTable(main.first.predictions));

  const reports = reportsOf(runs);
  const summaries = runs.map(summary);
  const levelMeans = Object.fromEntries(
    runs.map((run) => [run.name, byLevel(run)] as const).filter(([, means]) => Object.keys(means).length > 0),
  );
  const same = agreements(runs);
  if (values.report) {
    const { text, pictures } = markdownReport({
      title: `${basename(set)}: how far graders agree with people`,
      command: ["deno task eval", ...args].join(" "),
      summaries: [
        ...summaries.map(sentence),
        ...same.map((it) => `Agreement of ${it.graders} over all verdicts: kappa ${it.kappa.toFixed(3)}`),
      ],
      reports,
      byLevel: levelMeans,
    }, basename(values.report).replace(/\.md$/, ""));
    await Deno.writeTextFile(values.report, text);
    for (const [file, svg] of Object.entries(pictures)) {
      await Deno.writeTextFile(join(dirname(values.report), file), svg);
    }
  }
  if (json) {
    const [{ name: _, ...first }] = summaries as [typeof summaries[number]];
    const rest = { byLevel: levelMeans, agreements: same, reports };
    console.log(JSON.stringify({ set: basename(set), ...first, graders: summaries, ...rest }, null, 2));
    return 0;
  }
  console.log(`${basename(set)}`);
  for (const [name, list] of Object.entries(reports)) console.log(`\n${formatReports(name, list)}`);
  for (const [name, means] of Object.entries(levelMeans)) {
    console.log(`\nmean score by level, ${name}:`);
    for (const [level, mean] of Object.entries(means)) console.log(`  ${level.padEnd(10)} ${formatEstimate(mean)}`);
  }
  for (const it of same) console.log(`\nagreement of ${it.graders} over all verdicts: kappa ${it.kappa.toFixed(3)}`);
  console.log(`\n${summaries.map(sentence).join("\n")}`);
  return 0;
}

if (import.meta.main) await runCommand(main);
