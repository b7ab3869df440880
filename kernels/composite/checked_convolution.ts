import * as tf from "@tensorflow/tfjs";

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: [number, number, number, number];
}

/** Refuses a dy (x of a transposed convolution) of another shape than the result's asks for; stock reads past its end. */
export function checkedInputGrad(kernel: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { dy, filter } = params.inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } = params.attrs as unknown as Attributes;
    const format = dataFormat === "NCHW" ? "channelsFirst" : "channelsLast";
    const filterShape = filter.shape as [number, number, number, number];
    const { outShape } = tf.backend_util.computeConv2DInfo(
      ...[inputShape, filterShape, strides, 1, pad, dimRoundingMode, false, format] as const,
    );
    if (outShape.some((size, axis) => size !== dy.shape[axis])) {
      throw new RangeError(
        `Cannot convolve "[${dy.shape}]" into [${inputShape}] with filter [${filter.shape}]: shapes do not go together, ` +
          `expected [${outShape}]`,
      );
    }
    return kernel(params);
  };
}
