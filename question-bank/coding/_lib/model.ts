import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { judgeTensor } from "./call_check.ts";
import { uniforms } from "./draw.ts";
import { isRecord } from "./narrow.ts";
import { shown } from "./shown.ts";
import { normalTensor, type TensorData } from "./tensor_data.ts";

/** Weights by what a layer calls them, each list in the order of the layers. */
export interface ModelWeights {
  readonly kernel?: readonly TensorData[];
  readonly bias?: readonly TensorData[];
  readonly gamma?: readonly TensorData[];
  readonly beta?: readonly TensorData[];
  readonly moving_mean?: readonly TensorData[];
  readonly moving_variance?: readonly TensorData[];
  readonly alpha?: readonly TensorData[];
}

/** Scale, shift and running statistics of batch normalisation layers, none of them as it starts. */
export function normalizationWeights(random: Random, widths: readonly number[]): ModelWeights {
  const normal = (mean: number, deviation: number) =>
    widths.map((width) => normalTensor(random, [width], { mean, deviation }));
  return {
    gamma: normal(15, 3),
    beta: normal(0, 0.5),
    moving_mean: normal(0, 0.5),
    // So large that the epsilon of a layer, for which 1e-5 is as usual as 1e-3, does not matter.
    moving_variance: widths.map((width) => ({
      shape: [width],
      values: uniforms(random, width, { from: 200, to: 900 }),
    })),
  };
}

/** A kernel that keeps the size of what goes through it. */
export function kernelWeights(random: Random, shape: readonly number[], inputs: number): TensorData {
  return normalTensor(random, shape, { deviation: 1.4 / Math.sqrt(inputs) });
}

/** Options of {@link forwardCheck}. */
export interface ForwardCheck {
  /** The export that builds the model. */
  readonly name: string;
  readonly args: readonly number[];
  /** What goes in and the weights to give the model. */
  readonly draw: (random: Random) => { readonly input: TensorData; readonly weights: ModelWeights };
  /** Outputs in float64 that are right. */
  readonly accept: readonly ((input: TensorData, weights: ModelWeights) => TensorData)[];
  readonly tolerance: number;
  readonly mistakes?: readonly {
    readonly says: string;
    readonly output: (input: TensorData, weights: ModelWeights) => TensorData;
  }[];
}

interface Inputs {
  readonly name: string;
  readonly args: readonly number[];
  readonly input: TensorData;
  readonly weights: ModelWeights;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { name, args, input, weights } = inputs as unknown as Inputs;
  const given = weights as { [role: string]: TensorData[] };
  // deno-lint-ignore no-explicit-any
  const found: { [role: string]: any[] } = {};
  const model = candidate[name](...args);
  for (const weight of model.weights) {
    const role = /(kernel|bias|gamma|beta|moving_mean|moving_variance|alpha)(_\d+)?$/.exec(weight.name)?.[1] ?? "other";
    (found[role] ??= []).push(weight);
  }
  const sizes = (shape: number[]) => shape.reduce((product, size) => product * size, 1);
  const counts = Object.fromEntries(
    Object.entries(found).map(([role, list]) => [role, list.map(({ shape }) => sizes(shape))]),
  );
  const isAsGiven = Object.keys({ ...given, ...found }).every((role) =>
    `${counts[role]}` === `${given[role]?.map(({ values }) => values.length)}`
  );
  if (!isAsGiven) return { counts, output: null };
  for (const [role, list] of Object.entries(given)) {
    list.forEach(({ values }, index) => {
      const weight = found[role]![index];
      weight.write(tf.tensor(values, weight.shape));
    });
  }
  const output = model.predict(tf.tensor(input.values, input.shape));
  return { counts, output: { shape: output.shape, values: [...output.dataSync()] } };
};

/**
 * A check that builds a layers model, gives it weights, and compares what it then makes of an input. Whatever layers it is made of,
 * it has to compute the same.
 */
export function forwardCheck(options: ForwardCheck): CodingCheck {
  const { name, args, accept, tolerance, mistakes = [] } = options;
  return {
    draw: (random) => ({ name, args, ...options.draw(random) }) as unknown as Json,
    probe,
    judge(output, inputs): Judgement {
      const { input, weights } = inputs as unknown as Inputs;
      const shownInput = `${name}(${args.join(", ")}) with random weights, an input of shape ${shown(input.shape)}`;
      const { counts, output: got } = isRecord(output) ? output : {};
      if (!isRecord(got)) {
        const found = isRecord(counts) ? counts : {};
        const given = weights as { [role: string]: TensorData[] };
        const role = Object.keys({ ...given, ...found }).find((role) =>
          sizesOf(found[role]) !== sizesOf(given[role])
        ) ?? "";
        const message = `Expected ${role} weights of ${sizesOf(given[role])} values in the order of the layers, got ${
          sizesOf(found[role])
        }.`;
        return { passed: false, message, input: shownInput };
      }
      const judgements = accept.map((expect) =>
        judgeTensor(got, expect(input, weights), {
          tolerance,
          what: "the output",
          input: shownInput,
          mistakes: mistakes.map(({ says, output }) => ({ says, value: () => output(input, weights) })),
        })
      );
      return judgements.find(({ passed }) => passed) ?? judgements[0]!;
    },
  };
}

function sizesOf(list: Json | readonly TensorData[] | undefined): string {
  if (!Array.isArray(list) || list.length === 0) return "no";
  return list.map((item: Json | TensorData) => isRecord(item as Json) ? (item as TensorData).values.length : item).join(
    ", ",
  );
}

/** Compares the number of parameters of a model, given in `counts` for every list of arguments. */
export function parametersCheck(
  { name, expected }: {
    readonly name: string;
    readonly expected: readonly {
      readonly args: readonly number[];
      readonly count: number;
      readonly mistakes: readonly { readonly says: string; readonly count: number }[];
    }[];
  },
): CodingCheck {
  return {
    draw: () => ({ name, args: expected.map(({ args }) => args) }),
    probe: ({ candidate, inputs }) => {
      const { name, args } = inputs as unknown as { name: string; args: number[][] };
      return args.map((each) => candidate[name](...each).countParams());
    },
    judge(output) {
      const counts = Array.isArray(output) ? output : [];
      const index = expected.findIndex(({ count }, index) => counts[index] !== count);
      const { args, count, mistakes } = expected[Math.max(index, 0)]!;
      const got = counts[Math.max(index, 0)];
      const mistake = index < 0 ? undefined : mistakes.find((mistake) => mistake.count === got);
      const because = mistake === undefined ? "" : `: ${mistake.says}`;
      return {
        passed: index < 0,
        message: `Expected ${count} parameters, got ${typeof got === "number" ? got : "no number"}${because}.`,
        input: `${name}(${args.join(", ")})`,
      };
    },
  };
}
