import { attributes, type GradConfig, single } from "./grad_config.ts";

/** Sums the copies, one tiled axis after the other, in any rank. */
export const tileGrad: GradConfig = {
  kernelName: "Tile",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const { shape } = saved[0]!;
      const { reps } = attributes<{ reps: number[] }>(attrs);
      let dx = single(dy);
      let before = 1;
      for (const [axis, copies] of reps.entries()) {
        const size = shape[axis]!;
        if (copies > 1) dx = dx.reshape([before, copies, size, -1]).sum(1);
        before *= size;
      }
      return dx.reshape(shape);
    },
  }),
};
