import type { Usage } from "../mod.ts";
import { ModelOutage } from "./model_outage.ts";

type Tokens = Omit<Usage, "costUsd">;

/** What has been spent today, and what may be. */
export interface Budget {
  /** @throws {ModelOutage} when today's cap is reached. */
  check(): void;
  /** Counts a call against today's caps. */
  add(tokens: Tokens): void;
  /** The sum of calls, with their cost. */
  priced(calls: readonly Tokens[]): Usage;
  /** The sum of usages. */
  sum(usages: readonly Usage[]): Usage;
}

/** Options of {@link budget}. */
export interface BudgetOptions {
  /** USD per million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  readonly dailyMax: { readonly tokens?: number; readonly costUsd?: number };
  /** The UTC day. Default: from the machine's clock. */
  readonly today?: () => string;
}

const nothing: Usage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: 0 };

/** A budget with nothing spent. Reasoning tokens are part of the output tokens, as the API counts them. */
export function budget(
  { prices, dailyMax, today = () => new Date().toISOString().slice(0, 10) }: BudgetOptions,
): Budget {
  let day = today();
  let spent = nothing;
  const sum = (usages: readonly Usage[]) => usages.reduce(plus, nothing);
  const priced = (calls: readonly Tokens[]) =>
    sum(calls.map((call) => ({
      ...call,
      costUsd: (call.inputTokens * prices.input + call.outputTokens * prices.output) / 1e6,
    })));
  return {
    check() {
      if (day !== today()) [day, spent] = [today(), nothing];
      const tokens = spent.inputTokens + spent.outputTokens;
      if (tokens >= (dailyMax.tokens ?? Infinity) || spent.costUsd >= (dailyMax.costUsd ?? Infinity)) {
        const state = `${tokens} tokens and ${spent.costUsd.toFixed(2)} USD are spent today`;
        throw new ModelOutage(`Cannot call the model: ${state}, expected less than the daily cap`);
      }
    },
    add: (tokens) => spent = plus(spent, priced([tokens])),
    priced,
    sum,
  };
}

function plus(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}
