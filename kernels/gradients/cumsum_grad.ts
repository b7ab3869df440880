import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/** Stock transposes the result once more, which gives wrong values, or a wrong shape, along any axis but the last. */
export const cumsumGrad: GradConfig = {
  kernelName: "Cumsum",
  gradFunc: (dy, _saved, attrs) => {
    const { axis, exclusive, reverse } = attributes<{ axis: number; exclusive: boolean; reverse: boolean }>(attrs);
    return { x: () => tf.cumsum(single(dy), axis, exclusive, !reverse) };
  },
};
