import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend_name.ts";
import { compose } from "./compose.ts";

/**
 * Repeats operands whose outer axes both need broadcasting, [2, 1, …] · [1, 3, …]: stock cpu then pairs matrices wrongly, and
 * webgpu throws.
 */
export function broadcastMatMul(backendName: BackendName, stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { a, b } = params.inputs as unknown as { a: tf.TensorInfo; b: tf.TensorInfo };
    const outer = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const matrices = size(outer);
    const isPlain = (x: tf.TensorInfo) => [1, matrices].includes(size(x.shape.slice(0, -2)));
    if (isPlain(a) && isPlain(b)) return stock(params);
    return compose(backendName, params.backend, (run) => {
      const whole = (x: tf.TensorInfo) => {
        const shape = [...Array<number>(outer.length + 2 - x.shape.length).fill(1), ...x.shape];
        const reps = shape.map((own, axis) => axis < outer.length ? outer[axis]! / own : 1);
        return run("Tile", { x: run("Reshape", { x }, { shape }) }, { reps });
      };
      return run("BatchMatMul", { a: whole(a), b: whole(b) }, params.attrs);
    });
  };
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}
