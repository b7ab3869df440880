import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import type { Argument } from "./call_check.ts";

/**
 * Several checks of {@link callCheck} without gradients as one; the first that is wrong is told. Exports are called one after the
 * other and must return one tensor each.
 */
export function everyCall(parts: readonly [CodingCheck, ...CodingCheck[]]): CodingCheck {
  return {
    draw: (random) => parts.map((part) => part.draw(random)),
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as { name: string; args: Argument[] }[]).map(({ name, args }) => {
        const given = args.map((arg) => typeof arg === "number" ? arg : tf.tensor(arg.values, arg.shape, arg.dtype));
        // As a method, so that an error names the export.
        const result = candidate[name](...given);
        return { parts: { result: { shape: result.shape, values: [...result.dataSync()] } } };
      }),
    judge(output, inputs): Judgement {
      const got = Array.isArray(output) ? output : [];
      const given = inputs as readonly Json[];
      const judgements = parts.map((part, index) => part.judge(got[index] ?? null, given[index]!));
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}
