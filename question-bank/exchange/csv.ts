import Papa from "papaparse";
import { type Field, fieldNames, type Note, toDraft } from "./draft.ts";
import { decode, encode, type ExchangeFormat } from "./exchange_format.ts";

/**
 * One question per row. A column is a path into the question, with numbers from 1: `title`, `hints`, `options.1.text`,
 * `rubric.criteria.2.says`. A list of texts stands in one cell, one text per line; a line that begins with two blanks goes on with
 * the one before. Cells that a spreadsheet would take for formulas begin with an apostrophe.
 */
export const csv: ExchangeFormat = {
  name: "csv",
  extensions: ["csv"],
  carries: { "multiple-choice": fieldNames, "free-text": fieldNames },
  write: (drafts) => {
    const rows = drafts.map((draft) => flatten(draft));
    const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].toSorted(byColumn);
    const data = rows.map((row) => columns.map((column) => guard(row.get(column) ?? "")));
    const text = Papa.unparse({ fields: columns, data }, { newline: "\n", escapeFormulae: true });
    return { content: encode(`${text}\n`), notes: [] };
  },
  read: (content) => {
    const text = decode(content);
    const { data, errors } = Papa.parse<Record<string, string>>(text, {
      header: true,
      delimiter: delimiterOf(text),
      skipEmptyLines: "greedy",
    });
    const notes = errors.map(({ row, message }): Note => ({
      question: row === undefined ? "the file" : `row ${row + 2}`,
      field: "row",
      reason: `is not sound: ${message}`,
    }));
    const results = data.map((row, index) => toDraft(unflatten(row), `row ${index + 2}`));
    return {
      drafts: results.flatMap(({ draft }) => draft ?? []),
      notes: [...notes, ...results.flatMap((result) => result.notes)],
    };
  },
};

/** Names of columns hold none of these; texts hold all of them. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf("\n") + 1);
  return [";", "\t"].find((delimiter) => header.includes(delimiter) && !header.includes(",")) ?? ",";
}

function flatten(value: unknown, path = "", cells = new Map<string, string>()): Map<string, string> {
  const below = (key: string | number) => path === "" ? String(key) : `${path}.${key}`;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    cells.set(path, value.map((item) => item.replaceAll("\n", "\n  ")).join("\n"));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => flatten(item, below(index + 1), cells));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, below(key), cells);
  } else {
    cells.set(path, String(value));
  }
  return cells;
}

/** Cells that hold a list of texts. */
const lists = new Set(["hints", "provenance", "corrects", "paraphrases", "met", "states"]);
const numbers = new Set(["weight", "penalty", "year"]);
const truths = new Set(["shuffle"]);

type Branch = { [key: string]: unknown };

function unflatten(row: Readonly<Record<string, string>>): Branch {
  const tree: Branch = {};
  for (const [column, cell] of Object.entries(row)) {
    if (typeof cell !== "string" || cell === "") continue;
    const path = column.trim().split(".");
    if (path.some((part) => part === "__proto__")) continue;
    const parent = path.slice(0, -1).reduce<Branch>((branch, part) => {
      const next = branch[part];
      if (typeof next === "object") return next as Branch;
      return (branch[part] = {}) as Branch;
    }, tree);
    parent[path.at(-1)!] = readCell(path, unguard(cell));
  }
  return withLists(tree) as Branch;
}

function readCell(path: readonly string[], cell: string): unknown {
  const name = path.at(-1)!;
  if (lists.has(name)) {
    return cell.split(/\n(?! {2})/).map((item) => item.replaceAll("\n  ", "\n")).filter((item) => item.trim());
  }
  if (numbers.has(name)) return Number(cell.replace(",", "."));
  const truth = truths.has(name) || (name === "correct" && path[0] === "options");
  if (truth && /^(true|yes|1|false|no|0)$/i.test(cell)) return /^(true|yes|1)$/i.test(cell);
  return cell;
}

/** Branches whose keys are numbers are lists. */
function withLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withLists(item)] as const);
  if (entries.length === 0 || !entries.every(([key]) => /^\d+$/.test(key))) return Object.fromEntries(entries);
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

/** The apostrophe that `escapeFormulae` puts before a formula is taken off again; one of the text's own gets a second. */
const guard = (cell: string): string => /^'+[=+\-@\t]/.test(cell) ? `'${cell}` : cell;
const unguard = (cell: string): string => /^'+[=+\-@\t]/.test(cell) ? cell.slice(1) : cell;

/** Fields as files have them, then numbers by size; what follows a number keeps the order in which it came. */
function byColumn(a: string, b: string): number {
  const rank = (column: string) => {
    const parts = column.split(".");
    return [
      fieldNames.indexOf(parts[0] as Field),
      parts[0] === "rubric" ? ["criteria", "misconceptions"].indexOf(parts[1]!) : 0,
      Number(parts.find((part) => /^\d+$/.test(part)) ?? 0),
    ];
  };
  const [first, second] = [rank(a), rank(b)];
  return first.map((value, index) => value - second[index]!).find((difference) => difference !== 0) ?? order(a, b);
}

const leaves: readonly string[] = [
  ..."id level title text authors year arxiv url says correct why weight penalty paraphrases explain probe met states"
    .split(" "),
];

function order(a: string, b: string): number {
  const leaf = (column: string) => leaves.indexOf(column.split(".").at(-1)!);
  return leaf(a) - leaf(b);
}
