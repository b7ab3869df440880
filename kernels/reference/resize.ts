import { at, build, type NdArray } from "./nd_array.ts";

export interface Resize {
  readonly height: number;
  readonly width: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

export function resizeNearest(x: NdArray, to: Resize): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const pick = (index: number, input: number, output: number) => {
    const place = source(index, input, output, { ...to, shift: 0 });
    return Math.max(0, Math.min(input - 1, to.alignCorners ? Math.round(place) : Math.floor(place)));
  };
  return build(
    [batch, to.height, to.width, channels],
    (b, y, column, c) => at(x, b!, pick(y!, height, to.height), pick(column!, width, to.width), c!),
  );
}

export function resizeBilinear(x: NdArray, to: Resize): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const taps = (index: number, input: number, output: number) => {
    const place = source(index, input, output, { ...to, shift: 0.5 });
    const low = Math.max(0, Math.floor(place));
    return { low, high: Math.min(input - 1, Math.ceil(place)), share: place - low };
  };
  return build([batch, to.height, to.width, channels], (b, y, column, c) => {
    const row = taps(y!, height, to.height);
    const across = taps(column!, width, to.width);
    const line = (r: number) =>
      at(x, b!, r, across.low, c!) * (1 - across.share) + at(x, b!, r, across.high, c!) * across.share;
    return line(row.low) * (1 - row.share) + line(row.high) * row.share;
  });
}

function source(
  index: number,
  input: number,
  output: number,
  options: { readonly alignCorners: boolean; readonly halfPixelCenters: boolean; readonly shift: number },
): number {
  const scale = options.alignCorners && output > 1 ? (input - 1) / (output - 1) : input / output;
  return options.halfPixelCenters ? scale * (index + 0.5) - options.shift : scale * index;
}
