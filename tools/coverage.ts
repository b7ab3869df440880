/**
 * `deno task bank coverage`: which question covers which one of the seed documents and sets which erratum right, as docs/coverage.md.
 *
 * @module
 */
import { join } from "node:path";
import { loadBank, type Question } from "../question-bank/mod.ts";

/** The committed page. */
export const coverageFile: string = join(import.meta.dirname!, "..", "docs", "coverage.md");
/** Errata that no question can set right, with reasons. */
export const notApplicableFile: string = join(import.meta.dirname!, "..", "docs", "errata-not-applicable.tsv");

/** What there is to cover. The documents themselves are not part of the project. */
export interface Inventory {
  /** Questions of the seed documents, for example "S1/4". */
  readonly refs: readonly string[];
  /** Ids that the bank is to have. */
  readonly ids: readonly string[];
  /** Errata, for example "E031". */
  readonly errata: readonly string[];
}

/** Reasons by erratum. */
export type NotApplicable = ReadonlyMap<string, string>;

/** What of the inventory is open. */
export interface Gaps {
  readonly refs: readonly string[];
  readonly ids: readonly string[];
  readonly errata: readonly string[];
  /** Named by questions, unknown to the inventory. */
  readonly unknown: readonly string[];
}

/** Compares a bank with the inventory. */
export function findGaps(questions: readonly Question[], inventory: Inventory, notApplicable: NotApplicable): Gaps {
  const ids = new Set(questions.map(({ id }) => id));
  const provenance = new Set(questions.flatMap((question) => question.provenance));
  const corrects = new Set(questions.flatMap((question) => question.corrects));
  return {
    refs: inventory.refs.filter((ref) => !provenance.has(ref)),
    ids: inventory.ids.filter((id) => !ids.has(id)),
    errata: inventory.errata.filter((id) => !corrects.has(id) && !notApplicable.has(id)),
    unknown: [
      ...[...provenance].filter((ref) => !inventory.refs.includes(ref)),
      ...[...corrects, ...notApplicable.keys()].filter((id) => !inventory.errata.includes(id)),
    ].toSorted(naturally),
  };
}

/** The page; the part on what is open needs the inventory. */
export function coverageMarkdown(
  questions: readonly Question[],
  { notApplicable, inventory }: { readonly notApplicable: NotApplicable; readonly inventory?: Inventory | undefined },
): string {
  const covered = pairs(questions, ({ provenance }) => provenance);
  const corrected = pairs(questions, ({ corrects }) => corrects);
  const distinct = (rows: readonly Pair[]) => new Set(rows.map(({ key }) => key)).size;
  const of = (total: number | undefined) => total === undefined ? "" : ` of ${total}`;
  return [
    "# Coverage",
    wrap(
      "What the question bank makes of the documents that it began with. `S1/4` is question 4 of document S1, `E031` a mistake in " +
        "one of the documents. The questions themselves say which of them they cover (`provenance`) and set right (`corrects`); this page " +
        "is generated from that by `deno task bank coverage --inventory <folder>` and not written by hand.",
    ),
    table([
      ["", "count"],
      ["questions of the bank", String(questions.length)],
      ["seed questions covered", `${distinct(covered)}${of(inventory?.refs.length)}`],
      ["errata set right", `${distinct(corrected)}${of(inventory?.errata.length)}`],
      ["errata that apply to no question", String(notApplicable.size)],
    ]),
    ...(inventory === undefined ? [] : openParts(findGaps(questions, inventory, notApplicable))),
    "## Seed questions",
    wrap(
      "With the criteria of a free-text question, the key of a multiple-choice question and the checks of a coding question.",
    ),
    table([
      ["seed question", "question", "what it checks"],
      ...covered.map(({ key, question }) => [key, `\`${question.id}\``, checksOf(question)]),
    ]),
    "## Errata that are set right",
    table([["erratum", "question"], ...corrected.map(({ key, question }) => [key, `\`${question.id}\``])]),
    "## Errata that apply to no question",
    table([["erratum", "reason"], ...notApplicable]),
    "",
  ].join("\n\n").replace(/\n+$/, "\n");
}

function openParts({ refs, ids, errata, unknown }: Gaps): string[] {
  const part = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [wrap(`${what} (${names.length}): ${names.join(", ")}.`)];
  const parts = [
    ...part("Seed questions", refs),
    ...part("Questions not yet written", ids),
    ...part("Errata", errata),
    ...part("Named by a question, but unknown", unknown),
  ];
  return ["## Open", ...(parts.length === 0 ? ["Nothing."] : parts)];
}

interface Pair {
  readonly key: string;
  readonly question: Question;
}

function pairs(questions: readonly Question[], keys: (question: Question) => readonly string[]): Pair[] {
  return questions.flatMap((question) => keys(question).map((key) => ({ key, question })))
    .toSorted((a, b) => naturally(a.key, b.key) || naturally(a.question.id, b.question.id));
}

function naturally(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function checksOf(question: Question): string {
  switch (question.kind) {
    case "free-text":
      return question.rubric.criteria.map(({ id }) => id).join(", ");
    case "multiple-choice":
      return `key ${question.options.filter(({ correct }) => correct).map(({ id }) => id).join(", ")}`;
    case "coding":
      return question.parts !== undefined
        ? `all of ${question.parts.join(", ")}`
        : question.checks.map(({ id }) => id).join(", ");
    default:
      return question satisfies never;
  }
}

/** As `deno fmt` leaves it. */
function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = cells[0]!.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(cells[0]!), line(widths.map((width) => "-".repeat(width))), ...cells.slice(1).map(line)].join("\n");
}

/** As `deno fmt` leaves it. */
function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > 120) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

async function readTable(file: string): Promise<Readonly<Record<string, string>>[]> {
  const [head = "", ...lines] = (await Deno.readTextFile(file)).trimEnd().split("\n");
  const names = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** Reads `inventory.tsv`, `canonical.tsv` and `errata.tsv` of a folder; names and numbers alone. */
export async function readInventory(folder: string): Promise<Inventory> {
  const [inventory, canonical, errata] = await Promise.all(
    ["inventory.tsv", "canonical.tsv", "errata.tsv"].map((name) => readTable(join(folder, name))),
  );
  return {
    refs: inventory!.map(({ seed, seed_ref }) => `${seed}/${seed_ref}`),
    ids: canonical!.map(({ canonical_id }) => canonical_id!),
    errata: errata!.map(({ id }) => id!),
  };
}

/** Reads {@link notApplicableFile}. */
export async function readNotApplicable(): Promise<NotApplicable> {
  return new Map((await readTable(notApplicableFile)).map(({ erratum, reason }) => [erratum!, reason!]));
}

/** Writes docs/coverage.md. */
export async function coverageCommand(folder: string | undefined): Promise<number> {
  let inventory: Inventory | undefined;
  try {
    inventory = folder === undefined ? undefined : await readInventory(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(
      `Cannot read the inventory "${folder}": files are missing, expected inventory.tsv, canonical.tsv and errata.tsv`,
    );
    return 2;
  }
  const { questions } = await loadBank();
  const notApplicable = await readNotApplicable();
  await Deno.writeTextFile(coverageFile, coverageMarkdown(questions, { notApplicable, inventory }));
  console.log(coverageFile);
  if (inventory === undefined) return 0;
  const { refs, ids, errata, unknown } = findGaps(questions, inventory, notApplicable);
  console.log(
    `open: ${refs.length} seed questions, ${ids.length} questions, ${errata.length} errata; unknown: ${unknown.length}`,
  );
  return 0;
}
