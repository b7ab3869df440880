/**
 * Graders that reach out of the process: a language model behind an OpenAI-compatible API.
 *
 * @module
 */
export { BudgetSpent, type Cap, type Caps } from "./budget.ts";
export type { Clock } from "./clock.ts";
export type { ModelState } from "./circuit_breaker.ts";
export { type ModelGrader, type OpenAiGraderOptions, openaiRubricGrader } from "./openai.ts";
export { withFallback } from "./with_fallback.ts";
