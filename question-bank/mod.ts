/**
 * The question bank: its format, loader and checks.
 *
 * @module
 */
export * from "./format.ts";
export * from "./public_view.ts";
export { BankError, type Fault, formatFault } from "./fault.ts";
export { bankDirectory, createBank, loadBank } from "./load.ts";
