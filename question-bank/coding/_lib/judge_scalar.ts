import type { Json, Judgement } from "../../mod.ts";
import { judgeNumber, type JudgeOptions } from "./judge_numbers.ts";
import { isRecord } from "./narrow.ts";

/** Compares a tensor that a probe read as `{ shape, value }` with one number: any shape but [] is wrong. */
export function judgeScalar(got: Json | undefined, expected: number, options: JudgeOptions<number>): Judgement {
  if (isRecord(got) && Array.isArray(got.shape) && got.shape.length === 0) {
    return judgeNumber(got.value, expected, options);
  }
  const shape = isRecord(got) && Array.isArray(got.shape)
    ? `one of shape ${JSON.stringify(got.shape)}`
    : "nothing of it";
  const message = `Expected ${options.what} as a tensor of shape [], got ${shape}.`;
  return { passed: false, message, ...(options.input === undefined ? {} : { input: options.input }) };
}
