import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

const gatherNdGrad: GradConfig = {
  kernelName: "GatherNd",
  inputsToSave: ["params", "indices"],
  gradFunc: (dy, saved) => {
    const [params, indices] = saved as [tf.Tensor, tf.Tensor];
    return {
      params: () => tf.scatterND(indices.cast("int32"), single(dy), params.shape),
      indices: () => tf.zeros(indices.shape),
    };
  },
};

const scatterNdGrad: GradConfig = {
  kernelName: "ScatterNd",
  inputsToSave: ["indices"],
  gradFunc: (dy, saved) => ({
    updates: () => tf.gatherND(single(dy), saved[0]!.cast("int32")),
    indices: () => tf.zeros(saved[0]!.shape),
  }),
};

/** The stock gradients pass integer indices off as a gradient, or name none, and break when indices depend on x. */
function withoutIndexGradient(kernelName: string, indexName: string): GradConfig {
  const stock = tf.getGradient(kernelName);
  const position = stock.inputsToSave!.indexOf(indexName);
  return {
    ...stock,
    gradFunc: (dy, saved, attrs) => ({
      ...stock.gradFunc(dy, saved, attributes(attrs)),
      [indexName]: () => tf.zeros(saved[position]!.shape),
    }),
  };
}

export function gatherGrads(): readonly GradConfig[] {
  return [
    gatherNdGrad,
    scatterNdGrad,
    withoutIndexGradient("GatherV2", "indices"),
    withoutIndexGradient("UnsortedSegmentSum", "segmentIds"),
  ];
}
