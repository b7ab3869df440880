import * as tf from "@tensorflow/tfjs";
import { dilateFilter, type Dilations, pickTaps } from "./dilated_filter.ts";
import { attributes, type GradConfig, single } from "./grad_config.ts";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly dilations: Dilations;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

const forwardName = "DepthwiseConv2dNative";
const inputName = "DepthwiseConv2dNativeBackpropInput";
const filterName = "DepthwiseConv2dNativeBackpropFilter";

const depthwiseGrad: GradConfig = {
  kernelName: forwardName,
  inputsToSave: ["x", "filter"],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    const { dilations } = attributes<Attributes>(attrs);
    return {
      x: () => backpropInput({ dy: single(dy), filter: dilateFilter(filter, dilations) }, x.shape, attrs),
      filter: () => {
        const spreadShape = dilateFilter(tf.zeros(filter.shape), dilations).shape;
        return pickTaps(backpropFilter({ x, dy: single(dy) }, spreadShape, attrs), filter.shape, dilations);
      },
    };
  },
};

const depthwiseInputGrad: GradConfig = {
  kernelName: inputName,
  inputsToSave: ["dy", "filter"],
  gradFunc: (ddx, saved, attrs) => {
    const [dy, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    return {
      dy: () => convolve(single(ddx), filter, attrs),
      filter: () => backpropFilter({ x: single(ddx), dy }, filter.shape, attrs),
    };
  },
};

const depthwiseFilterGrad: GradConfig = {
  kernelName: filterName,
  inputsToSave: ["x", "dy"],
  gradFunc: (ddw, saved, attrs) => {
    const [x, dy] = saved as [tf.Tensor4D, tf.Tensor4D];
    return {
      x: () => backpropInput({ dy, filter: single(ddw) }, x.shape, attrs),
      dy: () => convolve(x, single(ddw), attrs),
    };
  },
};

function plain(attrs: tf.NamedAttrMap): tf.NamedAttrMap {
  return { ...attrs, dilations: [1, 1] };
}

function convolve(x: tf.Tensor, filter: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(forwardName, { x, filter }, plain(attrs)) as tf.Tensor;
}

function backpropInput(inputs: tf.NamedTensorMap, inputShape: number[], attrs: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(inputName, inputs, { ...plain(attrs), inputShape }) as tf.Tensor;
}

function backpropFilter(inputs: tf.NamedTensorMap, filterShape: number[], attrs: tf.NamedAttrMap): tf.Tensor4D {
  return tf.engine().runKernel(filterName, inputs, { ...plain(attrs), filterShape }) as tf.Tensor4D;
}

export const depthwiseGrads: readonly GradConfig[] = [depthwiseGrad, depthwiseInputGrad, depthwiseFilterGrad];
