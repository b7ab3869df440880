/**
 * Runs before any other module of the realm that holds the submission.
 *
 * tfjs keeps its engine and registries on the global object, which it takes to be `global` where there is one: here an object
 * that nobody can reach afterwards. Without `process` it does not take Deno for Node, and without `Buffer`, which Deno loads when
 * it is first looked at, it converts text itself.
 */
const scope = globalThis as Record<string, unknown>;
delete scope.process;
delete scope.Buffer;
scope.global = {};
export {};
