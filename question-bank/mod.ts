/**
 * The question bank: its format, loader and checks.
 *
 * @module
 */
export * from "./format.ts";
export * from "./public_view.ts";
export { seededRandom } from "./random.ts";
export { BankError, type Fault, formatFault } from "./fault.ts";
export { bankDirectory, createBank, loadBank } from "./load.ts";
export {
  type Agreement,
  type BankCheck,
  checkBank,
  type CheckOptions,
  type Confusion,
  type JudgeAnswer,
  type JudgedAnswer,
} from "./check.ts";
export { formatCheck, type ReportOptions } from "./check_report.ts";
export { type NewQuestion, newQuestionFiles } from "./new_question.ts";
export { questionJsonSchema } from "./schema.ts";
