import { csvLine } from "./csv.ts";
import type { BatchResult } from "./records.ts";

/** What a line of a batch is called in its results. */
const states: Readonly<Record<BatchResult["state"], string>> = {
  fault: "fault",
  queued: "waiting",
  done: "graded",
  cancelled: "cancelled",
};

/** Results as JSON lines: `{ "line", "id"?, "questionId"?, "state", "grade"?, "fault"? }`. */
export async function* batchResultsJson(results: AsyncIterable<BatchResult>): AsyncIterable<string> {
  for await (const { line, reference, questionId, state, grade, fault } of results) {
    const told = {
      line,
      ...(reference !== null && { id: reference }),
      ...(questionId !== null && { questionId }),
      state: states[state],
      ...(grade && { grade }),
      ...(fault !== null && { fault }),
    };
    yield `${JSON.stringify(told)}\n`;
  }
}

const columns = [
  "line",
  "id",
  "questionId",
  "state",
  "status",
  "score",
  "outcome",
  "confidence",
  "grader",
  "criteria",
  "gradeId",
  "feedback",
  "fault",
] as const;

/** Results as comma-separated values with a header; no cell is taken for a formula. */
export async function* batchResultsCsv(results: AsyncIterable<BatchResult>): AsyncIterable<string> {
  yield csvLine(columns);
  for await (const { line, reference, questionId, state, grade, fault } of results) {
    yield csvLine([
      line,
      reference,
      questionId,
      states[state],
      grade?.status,
      grade?.score,
      grade?.outcome,
      grade?.confidence,
      grade && [grade.grader.name, grade.grader.model].filter(Boolean).join(" "),
      grade?.criteria.map(({ id, verdict }) => `${id}: ${verdict}`).join("; "),
      grade?.id,
      grade?.feedback,
      fault,
    ]);
  }
}
