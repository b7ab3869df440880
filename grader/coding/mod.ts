/**
 * Grading of code: the question's checks are run on the answer in the sandbox and judged on the host.
 *
 * @module
 */
export { gradeCoding } from "./grade_coding.ts";
