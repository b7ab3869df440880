import { BudgetSpent } from "../../grader/adapters/mod.ts";
import { ModelOutage, type ReadingCache, type RubricGrader } from "../../grader/mod.ts";
import { ConfigError, type LlmConfig, loadConfig } from "../../config.ts";
import type { Bank } from "../../question-bank/mod.ts";
import { rubricGraders } from "../../rubric_graders.ts";
import { CommandError } from "../command.ts";

// Repeats measure how often the model changes its mind, so nothing is recalled.
const cache: ReadingCache = { get: () => Promise.resolve(null), put: () => Promise.resolve() };

/**
 * The language model as the server asks it, by the settings in `env`. No other grader stands in for it: what is measured is the model.
 *
 * @throws {CommandError} when no model is set, or a setting cannot be used; a judgement, when the model is out or a cap is reached.
 */
export function modelGrader(
  bank: Pick<Bank, "questions">,
  env: Readonly<Record<string, string | undefined>>,
): RubricGrader {
  const { model } = rubricGraders(settings(env), { bank, kept: { cache } });
  if (!model) {
    throw new CommandError(
      'Cannot use grader "llm": no model is set, expected OPENAI_API_KEY, or OPENAI_BASE_URL and GRADER_MODEL',
    );
  }
  return {
    async judge(question, text, options) {
      try {
        return await model.judge(question, text, options);
      } catch (error) {
        if (!(error instanceof ModelOutage || error instanceof BudgetSpent)) throw error;
        throw new CommandError(`Cannot measure grader "llm": ${error.message}`, { cause: error });
      }
    },
  };
}

// What else the server is set to does not matter here.
function settings(env: Readonly<Record<string, string | undefined>>): LlmConfig | null {
  const own = Object.entries(env).filter(([name]) => /^(?:OPENAI|GRADER)_/.test(name));
  try {
    return loadConfig(Object.fromEntries(own), { root: "." }).llm;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}
