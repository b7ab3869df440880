import type * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend_name.ts";
import { compose } from "./compose.ts";

/**
 * Runs a kernel that only knows float32 on int32 operands: there stock refuses, or takes the bits of integers for those of
 * floats. Exact for results below 2²⁴.
 */
export function asFloat(
  backendName: BackendName,
  kernelName: string,
  { stock, operands }: { readonly stock: tf.KernelFunc; readonly operands: readonly string[] },
): tf.KernelFunc {
  return (params) => {
    if (!operands.every((name) => params.inputs[name]!.dtype === "int32")) return stock(params);
    return compose(backendName, params.backend, (run) => {
      const floats = Object.fromEntries(
        operands.map((name) => [name, run("Cast", { x: params.inputs[name]! }, { dtype: "float32" })]),
      );
      const result = run(kernelName, { ...params.inputs, ...floats }, params.attrs);
      // A power of integers comes out a little below one, and a cast would cut it.
      return run("Cast", { x: run("Round", { x: result }) }, { dtype: "int32" });
    });
  };
}
