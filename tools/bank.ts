/**
 * `deno task bank`: checks and grows the question bank.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { grade, type GradePorts, offlineRubricGrader, type RubricGrader } from "../grader/mod.ts";
import {
  type Bank,
  bankDirectory,
  BankError,
  checkBank,
  formatCheck,
  type JudgeAnswer,
  newQuestionFiles,
  questionJsonSchema,
  type QuestionKind,
  type Topic,
  topics,
} from "../question-bank/mod.ts";
import { exportCommand, importCommand } from "./bank_exchange.ts";
import { type KeptJudgements, keptJudgements } from "./kept_judgements.ts";
import { coverageCommand } from "./coverage.ts";

const usage = `deno task bank check [folder…] [--against folder] [--strict]
    All faults of all questions: format, standard, and how the offline grader takes the labelled answers.
    Without folders: the questions of viva and those of QUESTION_BANK. Ends with 1 when there is a fault.
    --against: no run of eight words may be shared with a text file of that folder.
    --strict: a miss of the grader counts as a fault.
deno task bank new <id> --kind <kind> --topic <topic> [--folder folder]
    Writes a question to start from. Kinds: multiple-choice, free-text, coding.
deno task bank export --format gift|aiken|moodle-xml|qti3|csv|markdown|json [--out file] [id…]
    Writes questions, all without ids. What the format does not carry is listed for every question. The name of the file may tell the
    format instead.
deno task bank import <file> [--format format] [--folder folder] [--topic topic] [--write]
    Tells what is understood, what could not be carried and what each question lacks. Writes only with --write, and over nothing;
    a question that would not load yet is written as _<id>.yaml, which the bank passes over.
deno task bank coverage [--inventory folder]
    Writes docs/coverage.md: which question covers which one of the seed documents, and sets which erratum right.
deno task bank schema
    Writes question-bank/question.schema.json, which editors complete and check with.`;

const judgementsPath = join(import.meta.dirname!, "..", "build", "bank-check.json");

const kinds: readonly string[] = ["multiple-choice", "free-text", "coding"] satisfies QuestionKind[];

/** The questions of viva and those of QUESTION_BANK. */
function bankFolders(): readonly string[] {
  const own = (Deno.env.get("QUESTION_BANK") ?? "").split(Deno.build.os === "windows" ? ";" : ":").filter(Boolean);
  return [bankDirectory, ...own];
}

function judgeOffline(bank: Bank): JudgeAnswer {
  // Weighing a bank's words takes a second, and may not be needed.
  let rubric: RubricGrader | undefined;
  const ports: GradePorts = {
    rubric: { judge: (...answer) => (rubric ??= offlineRubricGrader(bank)).judge(...answer) },
    sandbox: {
      tier: "none",
      reason: "Checking a bank runs no submitted code.",
      run: () => Promise.reject(new Error("Cannot run code: no sandbox while checking a bank, expected free text")),
    },
    random: () => ({ uniform: Math.random, normal: () => 0 }),
  };
  return async (question, text) => {
    const { score, criteria, misconceptions } = await grade(question, { kind: "free-text", text }, ports);
    return {
      score,
      met: criteria.flatMap(({ id, verdict }) => verdict === "met" ? [id] : []),
      states: misconceptions.map(({ id }) => id),
    };
  };
}

async function check(
  folders: readonly string[],
  { against, strict }: { readonly against?: string | undefined; readonly strict: boolean },
): Promise<number> {
  const directories = folders.length > 0 ? folders : bankFolders();
  let kept: KeptJudgements | undefined;
  const judge = async (bank: Bank) => {
    kept = await keptJudgements(judgementsPath, { bank, judge: judgeOffline(bank) });
    return kept.judge;
  };
  const result = await checkBank(directories, { judge, ...(against !== undefined && { against }) });
  await kept?.save();
  console.log(formatCheck(result, { colour: Deno.stdout.isTerminal() && !Deno.noColor }));
  return result.faults.length === 0 && (!strict || result.misses.length === 0) ? 0 : 1;
}

async function create(
  id: string,
  { kind, topic, folder }: Record<"kind" | "topic" | "folder", string>,
): Promise<number> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    return refuse(`Cannot create question "${id}": not an id, expected lower-case words joined by hyphens`);
  }
  if (!kinds.includes(kind)) {
    return refuse(`Cannot create a question of kind "${kind}": unknown, expected one of ${kinds.join(", ")}`);
  }
  if (!isTopic(topic)) {
    return refuse(`Cannot create a question on "${topic}": unknown topic, expected one of ${topics.join(", ")}`);
  }
  const depth = kind === "coding" ? `coding/${id}` : `questions/${topic}`;
  const schema = relative(join(folder, depth), join(bankDirectory, "question.schema.json"));
  const files = newQuestionFiles({ id, kind: kind as QuestionKind, topic, schema });
  for (const path of Object.keys(files)) {
    const there = await Deno.stat(join(folder, path)).then(() => true, () => false);
    if (there) return refuse(`Cannot create question "${id}": ${join(folder, path)} exists, expected a new id`);
  }
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
    console.log(join(folder, path));
  }
  return 0;
}

const isTopic = (name: string): name is Topic => (topics as readonly string[]).includes(name);

async function bringIn(
  file: string,
  { topic, ...rest }: { format?: string | undefined; folder: string; topic: string; write: boolean },
): Promise<number> {
  if (!isTopic(topic)) {
    return refuse(`Cannot file questions under "${topic}": unknown topic, expected one of ${topics.join(", ")}`);
  }
  return await importCommand(file, { ...rest, topic, folders: bankFolders() });
}

async function writeSchema(): Promise<number> {
  const file = join(bankDirectory, "question.schema.json");
  await Deno.writeTextFile(file, `${JSON.stringify(questionJsonSchema(), null, 2)}\n`);
  console.log(file);
  return 0;
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

const options = {
  against: { type: "string" },
  strict: { type: "boolean", default: false },
  kind: { type: "string", default: "free-text" },
  topic: { type: "string", default: "fundamentals" },
  folder: { type: "string", default: bankDirectory },
  format: { type: "string" },
  out: { type: "string" },
  inventory: { type: "string" },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

/** Runs the command line and gives the exit code: 1 for faults in the bank, 2 for a command that is not understood. */
export async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(`Cannot read the command line: ${error.message}\n\n${usage}`);
  }
  const { values, positionals: [command, ...rest] } = parsed;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  try {
    return await runCommand(command, rest, values);
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function runCommand(
  command: string | undefined,
  rest: readonly string[],
  values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"],
): Promise<number> {
  if (command === "check") return await check(rest, values);
  if (command === "new" && rest.length === 1) return await create(rest[0]!, values);
  if (command === "export") return await exportCommand(rest, { ...values, folders: bankFolders() });
  if (command === "import" && rest.length === 1) return await bringIn(rest[0]!, values);
  if (command === "coverage" && rest.length === 0) return await coverageCommand(values.inventory);
  if (command === "schema" && rest.length === 0) return await writeSchema();
  return refuse(usage);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
