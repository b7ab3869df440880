import type * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";

/**
 * Running sums and products in reverse, by reversing before and after. Stock writes the length of the axis into that shader but
 * not into its key, so a second length runs the program of the first.
 */
export function cumulative(kernelName: "Cumsum" | "Cumprod", stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { axis, exclusive, reverse } = params.attrs as unknown as {
      axis: number;
      exclusive: boolean;
      reverse: boolean;
    };
    if (!reverse) return stock(params);
    return compose("webgpu", params.backend, (run) => {
      const flip = (x: tf.TensorInfo) => run("Reverse", { x }, { dims: [axis] });
      return flip(run(kernelName, { x: flip(params.inputs["x"]!) }, { axis, exclusive, reverse: false }));
    });
  };
}
