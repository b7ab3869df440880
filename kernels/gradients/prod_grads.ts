import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/** Every product of all factors but one comes from exclusive running products, so a zero factor needs no division. */
const prodGrad: GradConfig = {
  kernelName: "Prod",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const x = saved[0]!;
      const { axis } = attributes<{ axis: number | number[] | null | undefined }>(attrs);
      const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_, index) => index), x.shape);
      const kept = x.shape.map((_, index) => index).filter((index) => !axes.includes(index));
      const permutation = [...kept, ...axes];
      const moved = x.transpose(permutation);
      const keptShape = kept.map((index) => x.shape[index]!);
      const flat = moved.reshape([...keptShape, -1]);
      const others = productOfOthers(flat);
      const dx = others.mul(single(dy).reshape([...keptShape, 1])).reshape(moved.shape);
      return dx.transpose(inverse(permutation));
    },
  }),
};

function productOfOthers(x: tf.Tensor): tf.Tensor {
  const last = x.rank - 1;
  return tf.cumprod(x, last, true, false).mul(tf.cumprod(x, last, true, true));
}

/**
 * A running product is a product over a triangular choice of factors: out[i] = ∏ⱼ (chosen[i, j] ? x[j] : 1), which puts
 * its gradient on the zero-safe gradient of the plain product. Memory grows with the square of the axis.
 */
const cumprodGrad: GradConfig = {
  kernelName: "Cumprod",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const x = saved[0]!;
      const { axis, exclusive, reverse } = attributes<{ axis: number; exclusive: boolean; reverse: boolean }>(attrs);
      const [along] = tf.util.parseAxisParam(axis, x.shape) as [number];
      const permutation = [...x.shape.keys()].filter((index) => index !== along).concat(along);
      const length = x.shape[along]!;
      const factors = x.transpose(permutation).reshape([-1, 1, length]);
      const slopes = single(dy).transpose(permutation).reshape([-1, length, 1]);
      const chosen = triangle(length, { exclusive, reverse });
      const grid = factors.mul(chosen).add(tf.scalar(1).sub(chosen));
      const dx = productOfOthers(grid).mul(chosen).mul(slopes).sum(1);
      const moved = permutation.map((index) => x.shape[index]!);
      return dx.reshape(moved).transpose(inverse(permutation));
    },
  }),
};

function triangle(length: number, options: { exclusive: boolean; reverse: boolean }): tf.Tensor3D {
  const values = new Float32Array(length * length);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const distance = options.reverse ? j - i : i - j;
      values[i * length + j] = distance > 0 || (distance === 0 && !options.exclusive) ? 1 : 0;
    }
  }
  return tf.tensor3d(values, [1, length, length]);
}

function inverse(permutation: readonly number[]): number[] {
  return permutation.map((_, index) => permutation.indexOf(index));
}

export const prodGrads: readonly GradConfig[] = [prodGrad, cumprodGrad];
