/**
 * The offline grader: criteria against clauses, without key or network.
 *
 * @module
 */
export { offlineRubricGrader } from "./offline_rubric_grader.ts";
