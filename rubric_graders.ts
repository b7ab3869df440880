import type { LlmConfig } from "./config.ts";
import { type ModelGrader, type OpenAiGraderOptions, openaiRubricGrader, withFallback } from "./grader/adapters/mod.ts";
import { type GradePorts, offlineRubricGrader } from "./grader/mod.ts";
import type { Bank } from "./question-bank/mod.ts";

/** Who judges free text, by the settings: the language model with the embedded grader beside it, or the latter alone. */
export function rubricGraders(
  llm: LlmConfig | null,
  { bank, kept }: {
    readonly bank: Pick<Bank, "questions">;
    readonly kept: Pick<OpenAiGraderOptions, "cache" | "spending">;
  },
): Pick<GradePorts, "rubric" | "offline" | "strict"> & { readonly model?: ModelGrader } {
  const offline = offlineRubricGrader(bank);
  const strict = offlineRubricGrader(bank, { strict: true });
  if (!llm) return { rubric: offline, offline, strict };
  const model = openaiRubricGrader({ ...llm, ...kept, offline });
  return { rubric: withFallback(model, offline), offline, model, strict };
}
