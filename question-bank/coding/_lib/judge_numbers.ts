import type { Json, Judgement } from "../../mod.ts";
import { close } from "./close.ts";
import { isNumber, isNumbers } from "./narrow.ts";
import { itemsMax, shown } from "./shown.ts";

/** What a wrong solution would have given: named when the result agrees with it. */
export interface Suspicion<T> {
  readonly says: string;
  readonly value: T;
}

/** Options of {@link judgeNumber} and {@link judgeNumbers}. */
export interface JudgeOptions<T> {
  readonly tolerance: number;
  /** What the number is, for example "the loss". */
  readonly what: string;
  /** The input, in short. */
  readonly input?: string;
  readonly suspicions?: readonly Suspicion<T>[];
}

/** Compares one number; `null` or anything else is wrong. */
export function judgeNumber(got: Json | undefined, expected: number, options: JudgeOptions<number>): Judgement {
  const isClose = (value: number, tolerance: number) => isNumber(got) && close(got, value, { tolerance });
  return verdict(got, expected, { ...options, isClose });
}

/** Compares a list of numbers of the same length. */
export function judgeNumbers(
  got: Json | undefined,
  expected: readonly number[],
  options: JudgeOptions<readonly number[]>,
): Judgement {
  const isClose = (values: readonly number[], tolerance: number) =>
    isNumbers(got, values.length) && values.every((value, index) => close(got[index]!, value, { tolerance }));
  return verdict(got, expected, { ...options, isClose, otherwise: firstBehind(got, expected, options) });
}

/** Where two lists first differ, when what is shown of them is the same. */
function firstBehind(
  got: Json | undefined,
  expected: readonly number[],
  options: JudgeOptions<readonly number[]>,
): string {
  if (!isNumbers(got, expected.length)) return "";
  const first = expected.findIndex((value, index) => !close(got[index]!, value, options));
  return first < itemsMax ? "" : ` Entry ${first} should be ${shown(expected[first])} and is ${shown(got[first])}.`;
}

/** Two mistakes may be close to each other: what agrees to this much more is named first. */
const nearness = 100;

function verdict<T extends Json>(
  got: Json | undefined,
  expected: T,
  { what, input, tolerance, suspicions = [], isClose, otherwise = "" }: JudgeOptions<T> & {
    readonly isClose: (value: T, tolerance: number) => boolean;
    /** What to add when no suspicion explains it. */
    readonly otherwise?: string;
  },
): Judgement {
  const passed = isClose(expected, tolerance);
  const suspect = (tolerance: number) => suspicions.filter(({ value }) => isClose(value, tolerance));
  const near = passed ? [] : suspect(tolerance / nearness);
  const suspected = new Set(
    (passed || near.length > 0 ? near : suspect(tolerance).slice(0, 1)).map(({ says }) => says),
  );
  // Small examples give several mistakes the same number.
  const suspicion = [...suspected].slice(0, 2).join(", or ");
  const told = `Expected ${what} ${shown(expected)}, got ${shown(got)}`;
  const message = suspicion ? `${told}: ${suspicion}.` : `${told}.${passed ? "" : otherwise}`;
  return { passed, message, ...(input === undefined ? {} : { input }) };
}
