import type * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";

/** Pads tensors of rank five and more axis by axis: the stock shader does not compile for them. */
export function pad(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const x = params.inputs["x"]!;
    const { paddings, constantValue } = params.attrs as unknown as {
      paddings: [number, number][];
      constantValue: number;
    };
    if (x.shape.length < 5) return stock(params);
    return compose("webgpu", params.backend, (run) => {
      let padded = run("Identity", { x });
      const shape = [...x.shape];
      for (const [axis, [before, after]] of paddings.entries()) {
        if (before + after === 0) continue;
        const flat = [size(shape.slice(0, axis)), shape[axis]!, size(shape.slice(axis + 1))];
        const taken = run("Reshape", { x: padded }, { shape: flat });
        shape[axis]! += before + after;
        const wider = run("PadV2", { x: taken }, { paddings: [[0, 0], [before, after], [0, 0]], constantValue });
        padded = run("Reshape", { x: wider }, { shape });
      }
      return padded;
    });
  };
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}
