import * as tf from "@tensorflow/tfjs";
import { dilateFilter, dilationPair, type Dilations, pickTaps } from "./dilated_filter.ts";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/** As stock, and with dilation: a dilated filter is a larger filter whose other taps are zero. */
export const conv2dGrad: GradConfig = {
  kernelName: "Conv2D",
  inputsToSave: ["x", "filter"],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    const { dilations } = attributes<{ dilations: Dilations }>(attrs);
    const run = (name: string, inputs: tf.NamedTensorMap, extra: tf.NamedAttrMap) =>
      tf.engine().runKernel(name, inputs, { ...attrs, ...extra }) as tf.Tensor4D;
    return {
      x: () => {
        const spread = dilateFilter(filter, dilations);
        return run("Conv2DBackpropInput", { dy: single(dy), filter: spread }, { inputShape: x.shape });
      },
      filter: () => {
        const filterShape = dilateFilterShape(filter.shape, dilations);
        return pickTaps(run("Conv2DBackpropFilter", { x, dy: single(dy) }, { filterShape }), filter.shape, dilations);
      },
    };
  },
};

function dilateFilterShape(shape: number[], dilations: Dilations): number[] {
  const [down, across] = dilationPair(dilations);
  return [(shape[0]! - 1) * down + 1, (shape[1]! - 1) * across + 1, shape[2]!, shape[3]!];
}
