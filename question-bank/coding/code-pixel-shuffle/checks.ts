import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, at, callCheck, normalTensor, tensorBy, type TensorData } from "../_lib/mod.ts";

type Offset = (place: { readonly r: number; readonly c: number; readonly dy: number; readonly dx: number }) => number;

/** The shuffle by whichever channel `from` names for an output channel and an offset. */
function shuffle(from: Offset) {
  return ([map, factor]: readonly Argument[]) => {
    const features = map as TensorData;
    const r = factor as number;
    const [batch = 0, height = 0, width = 0, depth = 0] = features.shape;
    const shape = [batch, height * r, width * r, depth / r ** 2];
    const result = tensorBy(shape, (b, y, x, c) => {
      const channel = from({ r, c: c!, dy: y! % r, dx: x! % r });
      return at(features, b!, Math.floor(y! / r), Math.floor(x! / r), channel);
    });
    return { result };
  };
}

const expect = shuffle(({ r, c, dy, dx }) => c * r * r + dy * r + dx);

const depthToSpace = ([map, factor]: readonly Argument[]) => {
  const channels = (map as TensorData).shape[3]! / (factor as number) ** 2;
  return shuffle(({ r, c, dy, dx }) => (dy * r + dx) * channels + c)([map!, factor!]);
};

function reshaped([map, factor]: readonly Argument[]) {
  const { shape, values } = map as TensorData;
  const r = factor as number;
  const [batch = 0, height = 0, width = 0, depth = 0] = shape;
  return { result: { shape: [batch, height * r, width * r, depth / r ** 2], values } };
}

const mistakes = [
  { says: "there dy and dx are swapped", expect: shuffle(({ r, c, dy, dx }) => c * r * r + dx * r + dy) },
  {
    says: "that is depthToSpace, which takes the channel for the fastest index of the last axis",
    expect: depthToSpace,
  },
  { says: "that is a reshape, which moves nothing in memory", expect: reshaped },
  { says: "that repeats one channel of the group, as a resize does", expect: shuffle(({ r, c }) => c * r * r) },
];

const range = (...shape: number[]): TensorData => {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: Array.from({ length: count }, (_, index) => index) };
};

function check(draw: (random: Random) => readonly Argument[], gradientBy: readonly number[] = []): CodingCheck {
  return callCheck({ name: "pixelShuffle", draw, expect, tolerance: 1e-6, mistakes, gradientBy });
}

export const checks: Record<string, CodingCheck> = {
  "one-pixel": check(() => [range(1, 1, 1, 4), 2]),
  "factor-two": check(() => [range(1, 2, 3, 4), 2]),
  "two-channels": check(() => [range(2, 2, 2, 8), 2]),
  "factor-three": check(() => [range(1, 2, 2, 18), 3]),
  "gradient": check((random) => [normalTensor(random, [2, 2, 3, 8]), 2], [0]),
  "fresh-map": check((random) => [normalTensor(random, [2, 3, 5, 12]), 2]),
};
