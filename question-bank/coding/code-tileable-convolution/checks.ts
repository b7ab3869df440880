import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, at, callCheck, normalTensor, tensorBy, type TensorData } from "../_lib/mod.ts";

/** Where a position on an axis is read; `undefined` for nothing there. */
type Border = (position: number, size: number, half: number) => number | undefined;

const around: Border = (position, size) => (position + size) % size;
const zeros: Border = (position, size) => position < 0 || position >= size ? undefined : position;
const mirror: Border = (position, size) =>
  position < 0 ? -position : position >= size ? 2 * size - 2 - position : position;
const mirrorWithEdge: Border = (position, size) =>
  position < 0 ? -1 - position : position >= size ? 2 * size - 1 - position : position;
const edge: Border = (position, size) => Math.max(0, Math.min(size - 1, position));
// The strips of both sides exchanged: the first pixels once more before the first.
const wrongSide: Border = (position, size, half) =>
  position < 0 ? position + half : position >= size ? position - half : position;

// float64 and plain loops: independent of what is examined.
function convolve([rows, columns]: readonly [Border, Border]) {
  return ([image, kernel]: readonly Argument[]) => {
    const x = image as TensorData;
    const w = kernel as TensorData;
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    const [size = 0, , , outputs = 0] = w.shape;
    const half = (size - 1) / 2;
    const result = tensorBy([batch, height, width, outputs], (b, i, j, o) => {
      let sum = 0;
      for (let u = 0; u < size; u++) {
        for (let v = 0; v < size; v++) {
          const [y, x0] = [rows(i! + u - half, height, half), columns(j! + v - half, width, half)];
          if (y === undefined || x0 === undefined) continue;
          for (let c = 0; c < channels; c++) sum += at(w, u, v, c, o!) * at(x, b!, y, x0, c);
        }
      }
      return sum;
    });
    return { result };
  };
}

const expect = convolve([around, around]);

const mistakes = [
  { says: "that pads with zeros", expect: convolve([zeros, zeros]) },
  { says: "that mirrors the image at its edges", expect: convolve([mirror, mirror]) },
  { says: "that mirrors the image at its edges", expect: convolve([mirrorWithEdge, mirrorWithEdge]) },
  { says: "that repeats the pixels of the edge", expect: convolve([edge, edge]) },
  { says: "that wraps from top to bottom only", expect: convolve([around, zeros]) },
  { says: "that wraps from left to right only", expect: convolve([zeros, around]) },
  { says: "there each strip is on the wrong side", expect: convolve([wrongSide, wrongSide]) },
];

function check(
  draw: (random: Random) => readonly Argument[],
  options: { readonly input?: string } = {},
): CodingCheck {
  return callCheck({ name: "wrapConv2d", draw, expect, tolerance: 1e-4, mistakes, ...options });
}

const kernel = (random: Random, size: number, channels: number, outputs: number) =>
  normalTensor(random, [size, size, channels, outputs], { deviation: 0.5 });

const image = (random: Random, ...shape: number[]) => normalTensor(random, shape);

/** One only at one place. */
const delta = (row: number, column: number): TensorData =>
  tensorBy([3, 3, 1, 1], (u, v) => u === row && v === column ? 1 : 0);

const counted: TensorData = tensorBy([1, 3, 4, 1], (_, i, j) => 10 * i! + j!);

/** Compares the interior alone: the edges have checks of their own. */
function interior(of: CodingCheck): CodingCheck {
  return {
    ...of,
    probe: ({ tf, candidate, inputs }) => {
      const { args: [image, kernel] } = inputs as unknown as { args: TensorData[] };
      const result = candidate.wrapConv2d(
        tf.tensor(image!.values, image!.shape),
        tf.tensor(kernel!.values, kernel!.shape),
      );
      const [batch, height, width, outputs] = result.shape;
      const inner = result.slice([0, 1, 1, 0], [batch, height - 2, width - 2, outputs]);
      return { shape: result.shape, inner: inner.shape, values: [...inner.dataSync()] };
    },
    judge(output, inputs) {
      const { args } = inputs as unknown as { args: TensorData[] };
      const { result } = expect(args);
      const got = output as unknown as { shape: number[]; inner: number[]; values: number[] };
      const [batch = 0, height = 0, width = 0, outputs = 0] = result.shape;
      const shape = [batch, height - 2, width - 2, outputs];
      const wanted = tensorBy(shape, (b, i, j, o) => at(result, b!, i! + 1, j! + 1, o!));
      const passed = `${got.shape}` === `${result.shape}` && got.values.length === wanted.values.length &&
        got.values.every((value, index) => Math.abs(value - wanted.values[index]!) <= 1e-4 * (1 + Math.abs(value)));
      return {
        passed,
        message: `Expected the interior of the result equal to a valid convolution, got ${
          passed ? "it" : "other values"
        }.`,
        input: `a tensor of shape [${args[0]!.shape.join(", ")}], a tensor of shape [${args[1]!.shape.join(", ")}]`,
      };
    },
  };
}

/** Rolls by a number of rows and columns. */
const roll = (x: TensorData, rows: number, columns: number): TensorData => {
  const [, height = 0, width = 0] = x.shape;
  return tensorBy(x.shape, (b, i, j, c) => at(x, b!, (i! + rows) % height, (j! + columns) % width, c!));
};

export const checks: Record<string, CodingCheck> = {
  "shape": check((random) => [image(random, 1, 6, 8, 2), tensorBy([3, 3, 2, 4], (u, v) => u === 1 && v === 1 ? 1 : 0)]),
  "one-step": check(() => [counted, delta(0, 2)], {
    input: "the image [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]], a kernel that is 1 in its upper right corner",
  }),
  "interior": interior(check((random) => [image(random, 1, 6, 6, 2), kernel(random, 3, 2, 2)])),
  "rolled": check((random) => [roll(image(random, 1, 6, 6, 1), 2, 5), kernel(random, 3, 1, 2)]),
  "wide-kernel": check((random) => [roll(image(random, 1, 8, 8, 1), 3, 4), kernel(random, 5, 1, 1)]),
  "fresh-image": check((random) => [image(random, 2, 5, 7, 3), kernel(random, 3, 3, 2)]),
};
