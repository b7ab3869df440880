import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { close } from "./close.ts";
import { isRecord } from "./narrow.ts";
import { shown } from "./shown.ts";

/** What an export is called with: plain data, or the rows of a tensor. */
export type PlainArgument =
  | number
  | readonly number[]
  | readonly (readonly number[])[]
  | { readonly tensor: readonly (readonly number[])[] };

/** Numbers by name; a number that is returned by itself is called `result`. */
export interface Numbers {
  readonly [name: string]: number | boolean;
}

/** Options of {@link numbersCheck}, for an export with those arguments. */
export interface NumbersCheck<Args extends readonly (PlainArgument | undefined)[]> {
  /** Name of the export. */
  readonly name: string;
  /** One or more lists of arguments. */
  readonly draw: (random: Random) => readonly [Args, ...Args[]];
  /** What it must return, in float64. */
  readonly expect: (...args: Args) => Numbers;
  readonly tolerance: number;
  /** What usual mistakes make of the same arguments, of all numbers or some: named when the result agrees with one. */
  readonly mistakes?: readonly { readonly says: string; readonly expect: (...args: Args) => Numbers }[];
  /** What the result is, for example "the distance". */
  readonly what?: string;
  /** The arguments, in short. */
  readonly input?: string;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { name, calls, names } = inputs as unknown as { name: string; calls: PlainArgument[][]; names: string[] };
  return calls.map((args) => {
    const given = args.map((arg) => typeof arg === "object" && "tensor" in arg ? tf.tensor2d(arg.tensor) : arg);
    // As a method, so that an error names the export.
    const result = candidate[name](...given);
    const read = (value: Json): Json => value instanceof tf.Tensor ? "a tensor" : value;
    return Object.fromEntries(names.map((part) => [part, read(part === "result" ? result : result[part])]));
  });
};

/** A check that calls one export, one or more times, and compares the plain numbers that it returns. */
export function numbersCheck<Args extends readonly (PlainArgument | undefined)[]>(
  options: NumbersCheck<Args>,
): CodingCheck {
  const { name, expect } = options;
  return {
    draw(random) {
      const calls = options.draw(random);
      return { name, calls, names: Object.keys(expect(...calls[0])) } as unknown as Json;
    },
    probe,
    judge(output, inputs) {
      const { calls } = inputs as unknown as { readonly calls: readonly Args[] };
      const got = Array.isArray(output) ? output : [];
      const judgements = calls.map((args, index) => judgeCall(got[index], args, options));
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}

function judgeCall<Args extends readonly (PlainArgument | undefined)[]>(
  output: Json | undefined,
  args: Args,
  { expect, tolerance, mistakes = [], what = "the result", ...rest }: NumbersCheck<Args>,
): Judgement {
  const got = isRecord(output) ? output : {};
  const agrees = (name: string, expected: number | boolean | undefined) => {
    const value: Json | undefined = got[name];
    return typeof value === "number" && typeof expected === "number"
      ? close(value, expected, { tolerance })
      : typeof expected === "boolean" && value === expected;
  };
  const expected = expect(...args);
  const names = Object.keys(expected);
  const failed = names.find((name) => !agrees(name, expected[name]));
  const told = failed ?? names[0]!;
  const mistake = failed === undefined ? undefined : mistakes.find(({ expect }) => {
    const wrong = expect(...args);
    return Object.hasOwn(wrong, failed) && Object.keys(wrong).every((name) => agrees(name, wrong[name]));
  });
  const because = mistake === undefined ? "" : `: ${mistake.says}`;
  const named = told === "result" ? what : told;
  return {
    passed: failed === undefined,
    message: `Expected ${named} ${shownValue(expected[told])}, got ${shownValue(got[told])}${because}.`,
    ...(rest.input === undefined ? {} : { input: rest.input }),
  };
}

const shownValue = (value: Json | undefined) => typeof value === "boolean" ? `${value}` : shown(value);
