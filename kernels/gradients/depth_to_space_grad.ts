import type * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/** Depth to space only moves values: the gradient moves them back. */
export const depthToSpaceGrad: GradConfig = {
  kernelName: "DepthToSpace",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const { blockSize: block, dataFormat } = attributes<{ blockSize: number; dataFormat: "NHWC" | "NCHW" }>(attrs);
      const shape = saved[0]!.shape as [number, number, number, number];
      const isLast = dataFormat === "NHWC";
      const moved = isLast ? single(dy) : single(dy).transpose([0, 2, 3, 1]);
      const [batch, outHeight, outWidth, channels] = moved.shape as [number, number, number, number];
      const [height, width] = [outHeight / block, outWidth / block];
      const blocks = moved.reshape([batch * height, block, width, block * channels]).transpose([0, 2, 1, 3]);
      const dx: tf.Tensor = blocks.reshape([batch, height, width, block * block * channels]);
      return isLast ? dx : dx.transpose([0, 3, 1, 2]).reshape(shape);
    },
  }),
};
