import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { close } from "./close.ts";
import { isNumbers, isRecord } from "./narrow.ts";
import { judgeNumbers } from "./judge_numbers.ts";
import { shown } from "./shown.ts";
import { indexAt, normalTensor, type TensorData } from "./tensor_data.ts";

/** What an export is called with. */
export type Argument = TensorData | number;
/** What an export returns: tensors by name; one that is returned by itself is called `result`. */
export interface Parts {
  readonly [name: string]: TensorData;
}

/** Options of {@link callCheck}. */
export interface CallCheck {
  /** Name of the export. */
  readonly name: string;
  readonly draw: (random: Random) => readonly Argument[];
  /** What it must return, in float64. */
  readonly expect: (args: readonly Argument[]) => Parts;
  readonly tolerance: number;
  /** What usual mistakes make of the same arguments: named when the result agrees with one. */
  readonly mistakes?: readonly { readonly says: string; readonly expect: CallCheck["expect"] }[];
  /** Positions of the tensors by which a weighted sum of all results is differentiated. */
  readonly gradientBy?: readonly number[];
  /** The arguments, in short, if their shapes do not tell enough. */
  readonly input?: string;
}

interface Inputs {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly names: readonly string[];
  readonly by: readonly number[];
  readonly weights: Parts;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { name, args, names, by, weights } = inputs as unknown as Inputs;
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const read = ({ values, shape, dtype }: TensorData) => tf.tensor(values, shape, dtype ?? "float32");
  const tensors = args.map((arg): Tensor => typeof arg === "number" ? arg : read(arg));
  const call = (given: Tensor[]): Record<string, Tensor> => {
    // As a method, so that an error names the export.
    const result = candidate[name](...given);
    return result instanceof tf.Tensor ? { result } : result;
  };
  const parts = call(tensors);
  const written = names.map((part) => [part, { shape: parts[part].shape, values: [...parts[part].dataSync()] }]);
  if (by.length === 0) return { parts: Object.fromEntries(written), gradients: [] };
  const sum = (...chosen: Tensor[]) => {
    const given = tensors.map((tensor, position) => by.includes(position) ? chosen[by.indexOf(position)] : tensor);
    const results = call(given);
    return tf.addN(names.map((part) => results[part].mul(read(weights[part]!)).sum()));
  };
  const gradients = tf.grads(sum)(by.map((position) => tensors[position]));
  return { parts: Object.fromEntries(written), gradients: gradients.map((slope: Tensor) => [...slope.dataSync()]) };
};

/**
 * A check that calls one export and compares every tensor that it returns, shape first, with a reference; the gradients too,
 * which come from the reference by central differences.
 */
export function callCheck(options: CallCheck): CodingCheck {
  const { name, expect, tolerance, mistakes = [], gradientBy = [] } = options;
  return {
    draw(random) {
      const args = options.draw(random);
      const expected = Object.entries(expect(args));
      const weights = Object.fromEntries(expected.map(([part, { shape }]) => [part, normalTensor(random, shape)]));
      const inputs: Inputs = { name, args, names: Object.keys(weights), by: gradientBy, weights };
      return inputs as unknown as Json;
    },
    probe,
    judge(output, inputs) {
      const { args, weights } = inputs as unknown as Inputs;
      const input = options.input ?? args.map(inWords).join(", ");
      const got = isRecord(output) && isRecord(output.parts) ? output.parts : {};
      const judgements = Object.entries(expect(args)).map(([part, expected]) =>
        judgeTensor(got[part], expected, {
          tolerance,
          what: part === "result" ? "the result" : part,
          input,
          mistakes: mistakes.map(({ says, expect }) => ({ says, value: () => expect(args)[part] })),
        })
      );
      const gradients = isRecord(output) && Array.isArray(output.gradients) ? output.gradients : [];
      const slopes = gradientBy.map((position, index) =>
        judgeNumbers(gradients[index], gradientOf(expect, { args, position, weights }), {
          tolerance: Math.max(tolerance, 1e-3),
          what: "the gradient of a weighted sum of the result",
          input,
        })
      );
      const all = [...judgements, ...slopes];
      return all.find(({ passed }) => !passed) ?? all[0]!;
    },
  };
}

/** Options of {@link judgeTensor}. */
export interface JudgeTensorOptions {
  readonly tolerance: number;
  readonly what: string;
  readonly input?: string;
  readonly mistakes?: readonly { readonly says: string; readonly value: () => TensorData | undefined }[];
}

/** Compares a tensor that a probe read as `{ shape, values }`; tells the first entry that is wrong. */
export function judgeTensor(got: Json | undefined, expected: TensorData, options: JudgeTensorOptions): Judgement {
  const { tolerance, what, mistakes = [], ...rest } = options;
  const input = rest.input === undefined ? {} : { input: rest.input };
  const agrees = (tensor: TensorData | undefined) =>
    tensor !== undefined && hasShape(got, tensor.shape) &&
    tensor.values.every((value, offset) => close(got.values[offset]!, value, { tolerance }));
  if (agrees(expected)) {
    return { passed: true, message: `Expected ${what} ${shown(expected.values)}, got it.`, ...input };
  }
  const mistake = mistakes.find(({ value }) => agrees(value()));
  const because = mistake === undefined ? "" : `: ${mistake.says}`;
  if (!hasShape(got, expected.shape)) {
    const found = isRecord(got) && Array.isArray(got.shape) ? `shape ${shown(got.shape)}` : "none";
    const state = isRecord(got) && shown(got.shape) === shown(expected.shape) ? "numbers that are not finite" : found;
    return {
      passed: false,
      message: `Expected ${what} of shape ${shown(expected.shape)}, got ${state}${because}.`,
      ...input,
    };
  }
  const offset = expected.values.findIndex((value, offset) => !close(got.values[offset]!, value, { tolerance }));
  const place = expected.shape.length === 0 ? "" : ` at ${shown(indexAt(expected.shape, offset))}`;
  const [wanted, found] = [shown(expected.values[offset]), shown(got.values[offset])];
  return { passed: false, message: `Expected ${what}${place} ${wanted}, got ${found}${because}.`, ...input };
}

function hasShape(
  got: Json | undefined,
  shape: readonly number[],
): got is { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const count = shape.reduce((product, size) => product * size, 1);
  return isRecord(got) && JSON.stringify(got.shape) === JSON.stringify(shape) && isNumbers(got.values, count);
}

function inWords(arg: Argument): string {
  if (typeof arg === "number") return shown(arg);
  return arg.values.length <= 8 ? shown(arg.values) : `a tensor of shape ${shown(arg.shape)}`;
}

const step = 1e-4;

/** By central differences in float64. */
function gradientOf(
  expect: CallCheck["expect"],
  { args, position, weights }: {
    readonly args: readonly Argument[];
    readonly position: number;
    readonly weights: Parts;
  },
): number[] {
  const tensor = args[position] as TensorData;
  const sumAt = (offset: number, change: number) => {
    const values = tensor.values.with(offset, tensor.values[offset]! + change);
    const parts = Object.entries(expect(args.with(position, { ...tensor, values })));
    return parts.reduce((sum, [part, result]) => sum + dot(result.values, weights[part]!.values), 0);
  };
  return tensor.values.map((_, offset) => (sumAt(offset, step) - sumAt(offset, -step)) / (2 * step));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
