/**
 * Runs submitted code where it can do no harm: one confined child process per run.
 *
 * @module
 */
export { type ClosableSandbox, createSandbox, type SandboxOptions } from "./create_sandbox.ts";
