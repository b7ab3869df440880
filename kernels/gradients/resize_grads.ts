import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";
import { type Interpolation, interpolationMatrix } from "./interpolation_matrix.ts";

interface Attributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: [number, number];
}

export const resizeGrads: readonly GradConfig[] = [
  forward("ResizeNearestNeighbor", "nearest"),
  backward("ResizeNearestNeighborGrad", "ResizeNearestNeighbor"),
  forward("ResizeBilinear", "bilinear"),
  backward("ResizeBilinearGrad", "ResizeBilinear"),
];

function forward(kernelName: string, interpolation: Interpolation): GradConfig {
  return {
    kernelName,
    inputsToSave: ["images"],
    gradFunc: (dy, saved, attrs) => ({
      images: () => {
        const images = saved[0] as tf.Tensor4D;
        const { halfPixelCenters, alignCorners } = attributes<Attributes>(attrs);
        if (!halfPixelCenters) {
          return tf.engine().runKernel(`${kernelName}Grad`, { dy: single(dy), images }, attrs) as tf.Tensor;
        }
        // The stock backward kernels ignore half-pixel centres.
        return transposedResize(single(dy) as tf.Tensor4D, images.shape, { interpolation, alignCorners });
      },
    }),
  };
}

/** A resize is linear, so its backward pass is too, and the derivative of that is the resize. */
function backward(kernelName: string, forwardName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["images", "dy"],
    gradFunc: (ddx, saved, attrs) => ({
      dy: () => {
        const [, height, width] = saved[1]!.shape;
        const resize = { ...attrs, size: [height!, width!] };
        return tf.engine().runKernel(forwardName, { images: single(ddx) }, resize) as tf.Tensor;
      },
      images: () => tf.zeros(saved[0]!.shape),
    }),
  };
}

function transposedResize(
  dy: tf.Tensor4D,
  shape: [number, number, number, number],
  options: { readonly interpolation: Interpolation; readonly alignCorners: boolean },
): tf.Tensor {
  const [batch, height, width, channels] = shape;
  const [, outHeight, outWidth] = dy.shape;
  const rows = interpolationMatrix(height, outHeight, options);
  const columns = interpolationMatrix(width, outWidth, options);
  const byRow = tf.matMul(rows.transpose(), dy.reshape([batch, outHeight, outWidth * channels]));
  const byColumn = tf.matMul(columns.transpose(), byRow.reshape([batch * height, outWidth, channels]));
  return byColumn.reshape(shape);
}
