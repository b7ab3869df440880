/**
 * The question bank: its format, loader and checks.
 *
 * @module
 */
export * from "./format.ts";
export * from "./public_view.ts";
