import type { Usage } from "./types.ts";

/** The sum of what model calls used. */
export function sumUsage(usages: readonly Usage[]): Usage {
  const total = (key: keyof Usage) => usages.reduce((sum, usage) => sum + usage[key], 0);
  return {
    inputTokens: total("inputTokens"),
    outputTokens: total("outputTokens"),
    reasoningTokens: total("reasoningTokens"),
    costUsd: total("costUsd"),
  };
}
