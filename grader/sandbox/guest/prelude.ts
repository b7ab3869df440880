/**
 * Runs before any other module of the realm that holds the submission.
 *
 * tfjs keeps its engine and registries on the global object, which it takes to be `global` where there is one: here an object
 * that nobody can reach afterwards. Without `process` it does not take Deno for Node.
 */
const scope = globalThis as Record<string, unknown>;
delete scope.process;
scope.global = {};
export {};
