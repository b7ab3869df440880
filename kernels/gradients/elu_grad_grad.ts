import * as tf from "@tensorflow/tfjs";
import { type GradConfig, single } from "./grad_config.ts";

/** EluGrad(dy, y) = dy where y ≥ 0, dy · (y + 1) elsewhere. */
export const eluGradGrad: GradConfig = {
  kernelName: "EluGrad",
  inputsToSave: ["dy", "y"],
  gradFunc: (ddx, saved) => {
    const [dy, y] = saved as [tf.Tensor, tf.Tensor];
    return {
      dy: () => tf.engine().runKernel("EluGrad", { dy: single(ddx), y }) as tf.Tensor,
      y: () => single(ddx).mul(dy).mul(tf.less(y, 0).toFloat()),
    };
  },
};
