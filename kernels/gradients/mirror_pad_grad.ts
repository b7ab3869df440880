import * as tf from "@tensorflow/tfjs";
import { attributes, type GradConfig, single } from "./grad_config.ts";

/** A mirrored value came from inside: its gradient folds back onto the value it copies. */
export const mirrorPadGrad: GradConfig = {
  kernelName: "MirrorPad",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const { paddings, mode } = attributes<{ paddings: [number, number][]; mode: "reflect" | "symmetric" }>(attrs);
      const edge = mode === "reflect" ? 1 : 0;
      let dx = single(dy);
      for (const [axis, [before, after]] of paddings.entries()) {
        if (before > 0 || after > 0) dx = fold(dx, axis, { size: saved[0]!.shape[axis]!, before, after, edge });
      }
      return dx;
    },
  }),
};

function fold(
  x: tf.Tensor,
  axis: number,
  pad: { readonly size: number; readonly before: number; readonly after: number; readonly edge: number },
): tf.Tensor {
  const { size, before, after, edge } = pad;
  const part = (start: number, length: number) => {
    const begin = x.shape.map((_, index) => index === axis ? start : 0);
    return x.slice(begin, x.shape.map((full, index) => index === axis ? length : full));
  };
  const place = (folded: tf.Tensor, start: number, length: number) =>
    folded.pad(x.shape.map((_, index) => index === axis ? [start, size - start - length] : [0, 0]));
  let inner = part(before, size);
  if (before > 0) inner = inner.add(place(part(0, before).reverse(axis), edge, before));
  if (after > 0) inner = inner.add(place(part(before + size, after).reverse(axis), size - edge - after, after));
  return inner;
}
