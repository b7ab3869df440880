import Papa from "papaparse";

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
 * " ||| "), `student_answer`, `score_0_to_1`, and, where there are any, `dataset`, `answer_id` and `point`.
 *
 * @throws {RangeError} when a column is missing or a score is no number in [0, 1].
 */
export function readSet(text: string): SetRow[] {
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    delimiter: "\t",
    header: true,
    skipEmptyLines: true,
  });
  const missing = required.filter((column) =>
    !meta.fields?.includes(column) && !(column === "reference_answer" && meta.fields?.includes("point"))
  );
  if (missing.length > 0) {
    throw new RangeError(
      `Cannot read the set: columns ${missing.join(", ")} are missing, expected ${required.join(", ")}`,
    );
  }
  return data.map((row, index) => {
    const score = Number(row.score_0_to_1);
    if (!(score >= 0 && score <= 1)) {
      throw new RangeError(
        `Cannot read row ${index + 2}: score_0_to_1 is "${row.score_0_to_1}", expected a number in [0, 1]`,
      );
    }
    const questionId = row.question_id ?? "";
    return {
      id: row.answer_id ?? row.id ?? `${questionId}#${index + 1}`,
      set: row.dataset ?? "",
      questionId,
      question: row.question ?? "",
      references: (row.reference_answer ?? "").split("|||").map((reference) => reference.trim()).filter((it) =>
        it !== ""
      ),
      ...(row.point && { point: row.point }),
      answer: row.student_answer ?? "",
      score,
    };
  });
}
