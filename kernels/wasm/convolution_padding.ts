import * as tf from "@tensorflow/tfjs";

interface Attributes {
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
}

/** XNNPACK answers zeros for "same" padding when the stride passes the filter; explicit padding says the same and works. */
export function withExplicitPadding(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const { strides, dilations, pad } = params.attrs as unknown as Attributes;
    if (pad !== "same") return stock(params);
    const shape = params.inputs["x"]!.shape as [number, number, number, number];
    const filter = params.inputs["filter"]!.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(shape, filter, strides, dilations, pad, undefined, true);
    if (info.strideHeight <= info.filterHeight && info.strideWidth <= info.filterWidth) return stock(params);
    const { top, bottom, left, right } = info.padInfo;
    const attrs = { ...params.attrs, pad: [[0, 0], [top, bottom], [left, right], [0, 0]] };
    return stock({ ...params, attrs });
  };
}
