import Papa from "papaparse";
import { CommandError } from "../command.ts";

/** One graded answer of a set. */
export interface SetRow {
  readonly id: string;
  readonly set: string;
  readonly questionId: string;
  readonly question: string;
  /** Reference answers; one is enough to be right. */
  readonly references: readonly string[];
  /** A key point, where a row is about one point only. */
  readonly point?: string;
  readonly answer: string;
  /** A person's score, in [0, 1]. */
  readonly score: number;
}

const required = ["question_id", "question", "reference_answer", "student_answer", "score_0_to_1"];

/**
 * Reads a set of graded answers: tab-separated with a header, columns `question_id`, `question`, `reference_answer` (several joined by
 * " ||| "), `student_answer`, `score_0_to_1`, and, where there are any, `dataset`, `answer_id` (or `id`) and `point`. Other columns
 * are passed over. Fields may be quoted; a file whose quotes do not pair is read as one without quoting.
 *
 * @throws {CommandError} when a column is missing, or a row has too few or too many fields, no reference, or a score that is no number
 * in [0, 1]. Rows are counted as records, the header being the first.
 */
export function readSet(text: string): SetRow[] {
  const { data, meta, errors } = parse(text.replace(/^\ufeff/, ""));
  const columns = meta.fields ?? [];
  const missing = required.filter((column) =>
    !columns.includes(column) && !(column === "reference_answer" && columns.includes("point"))
  );
  if (missing.length > 0) {
    throw new CommandError(
      `Cannot read the set: columns ${missing.join(", ")} are missing, expected ${
        required.join(", ")
      }, separated by tabs`,
    );
  }
  const [error] = errors;
  if (error) {
    throw new CommandError(
      `Cannot read row ${(error.row ?? 0) + 2}: ${error.message}, expected ${columns.length} fields`,
    );
  }
  if (data.length === 0) throw new CommandError("Cannot read the set: no row, expected at least one graded answer");
  return data.map((row, index) => {
    const at = `Cannot read row ${index + 2}`;
    const written = row.score_0_to_1?.trim() ?? "";
    const score = Number(written);
    if (written === "" || !(score >= 0 && score <= 1)) {
      throw new CommandError(`${at}: score_0_to_1 is "${written}", expected a number in [0, 1]`);
    }
    const questionId = row.question_id?.trim() ?? "";
    if (questionId === "") throw new CommandError(`${at}: question_id is empty, expected the id of a question`);
    const references = (row.reference_answer ?? "").split("|||").map((it) => it.trim()).filter((it) => it !== "");
    const point = row.point?.trim() ?? "";
    if (references.length === 0 && point === "") {
      throw new CommandError(`${at}: reference_answer is empty, expected a reference answer or a point`);
    }
    return {
      id: row.answer_id || row.id || `${questionId}#${index + 1}`,
      set: row.dataset?.trim() ?? "",
      questionId,
      question: row.question ?? "",
      references,
      ...(point !== "" && { point }),
      answer: row.student_answer ?? "",
      score,
    };
  });
}

function parse(text: string) {
  const options = { delimiter: "\t", header: true, skipEmptyLines: "greedy" } as const;
  const quoted = Papa.parse<Record<string, string>>(text, options);
  // An answer may begin with a quotation mark that means nothing.
  const broken = quoted.errors.some(({ type }) => type === "Quotes");
  return broken ? Papa.parse<Record<string, string>>(text, { ...options, quoteChar: "\u0000" }) : quoted;
}
