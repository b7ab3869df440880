import * as tf from "@tensorflow/tfjs";
import { type GradConfig } from "./grad_config.ts";

/** Values go back to the places they were found at; the places themselves have no derivative. */
export const topKGrad: GradConfig = {
  kernelName: "TopK",
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dy, saved) => ({
    x: () => {
      const [x, indices] = saved as [tf.Tensor, tf.Tensor];
      const length = x.shape[x.rank - 1]!;
      const found = indices.shape[indices.rank - 1]!;
      const rows = x.size / length;
      const offsets = tf.range(0, rows, 1, "int32").mul(tf.scalar(length, "int32")).reshape([rows, 1]);
      const places = indices.reshape([rows, found]).add(offsets).reshape([-1, 1]).cast("int32");
      const values = (dy as tf.Tensor[])[0]!.flatten();
      return tf.scatterND(places, values, [x.size]).reshape(x.shape);
    },
  }),
};
