/**
 * Grading: one answer in, one grade out.
 *
 * @module
 */
export * from "./types.ts";
export * from "./ports.ts";
