import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";
import type { PoolAttributes } from "./pool_counts.ts";

/** MaxPoolGrad moves each dy to the place of its window's maximum: its derivative reads ddx back from that place. */
export const maxPoolGradGrad: GradConfig = {
  kernelName: "MaxPoolGrad",
  inputsToSave: ["input", "output"],
  gradFunc: (ddx, saved, attrs) => {
    const [input, output] = saved as [tf.Tensor4D, tf.Tensor4D];
    const { filterSize, strides, pad } = attributes<PoolAttributes>(attrs);
    return {
      dy: () => {
        const window = filterSize as [number, number];
        const { indexes } = tf.maxPoolWithArgmax(input, window, strides as [number, number], pad, true) as {
          indexes: tf.Tensor;
        };
        return single(ddx).flatten().gather(indexes.cast("int32").flatten()).reshape(output.shape);
      },
      input: () => tf.zeros(input.shape),
      output: () => tf.zeros(output.shape),
    };
  },
};
