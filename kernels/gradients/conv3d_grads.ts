import * as tf from "@tensorflow/tfjs";
import { type GradConfig, single } from "./grad_config.ts";

const plain = { dilations: [1, 1, 1], dataFormat: "NDHWC" };

/** Each factor of a bilinear map: its derivative is the map that the other two name. */
const conv3dInputGrad: GradConfig = {
  kernelName: "Conv3DBackpropInputV2",
  inputsToSave: ["dy", "filter"],
  gradFunc: (ddx, saved, attrs) => {
    const [dy, filter] = saved as [tf.Tensor, tf.Tensor];
    const x = () => single(ddx);
    return {
      dy: () => run("Conv3D", { x: x(), filter }, { ...attrs, ...plain }),
      filter: () => run("Conv3DBackpropFilterV2", { x: x(), dy }, { ...attrs, filterShape: filter.shape }),
    };
  },
};

const conv3dFilterGrad: GradConfig = {
  kernelName: "Conv3DBackpropFilterV2",
  inputsToSave: ["x", "dy"],
  gradFunc: (ddw, saved, attrs) => {
    const [x, dy] = saved as [tf.Tensor, tf.Tensor];
    return {
      x: () => run("Conv3DBackpropInputV2", { dy, filter: single(ddw) }, { ...attrs, inputShape: x.shape }),
      dy: () => run("Conv3D", { x, filter: single(ddw) }, { ...attrs, ...plain }),
    };
  },
};

function run(name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs) as tf.Tensor;
}

export const conv3dGrads: readonly GradConfig[] = [conv3dInputGrad, conv3dFilterGrad];
