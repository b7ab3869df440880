import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, at, callCheck, mean, normals, normalTensor, tensorBy, type TensorData } from "../_lib/mod.ts";

interface Style {
  readonly scale: TensorData;
  readonly bias: TensorData;
}

/** Over which entries the statistics are taken: `true` for those that count for the map (b, c). */
type Pool = (entry: { b: number; c: number }, map: { b: number; c: number }) => boolean;

/** How usual mistakes differ. */
interface Variant {
  readonly pool?: Pool;
  readonly divisor?: (variance: number, epsilon: number) => number;
  readonly style?: (style: Style) => Style;
}

const oneMap: Pool = (entry, map) => entry.b === map.b && entry.c === map.c;
const root = (variance: number, epsilon: number) => Math.sqrt(variance + epsilon);

// float64 and plain loops: independent of what is examined.
function normalize({ pool = oneMap, divisor = root, style = (given) => given }: Variant = {}) {
  return ([content, scale, bias, epsilon = 1e-5]: readonly Argument[]) => {
    const x = content as TensorData;
    const given = style({ scale: scale as TensorData, bias: bias as TensorData });
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    const entries: { b: number; c: number; value: number }[] = [];
    tensorBy(x.shape, (b, h, w, c) => entries.push({ b: b!, c: c!, value: at(x, b!, h!, w!, c!) }));
    const statistics = tensorBy(
      [batch, channels],
      (b, c) => mean(entries.filter((entry) => pool(entry, { b: b!, c: c! })).map(({ value }) => value)),
    );
    const variances = tensorBy([batch, channels], (b, c) => {
      const center = at(statistics, b!, c!);
      return mean(entries.filter((entry) => pool(entry, { b: b!, c: c! })).map(({ value }) => (value - center) ** 2));
    });
    const result = tensorBy([batch, height, width, channels], (b, h, w, c) => {
      const [map, place] = [[b!, c!], [b!, h!, w!, c!]];
      const centered = at(x, ...place!) - at(statistics, ...map!);
      const normalized = centered / divisor(at(variances, ...map!), epsilon as number);
      return at(given.scale, ...map!) * normalized + at(given.bias, ...map!);
    });
    return { result };
  };
}

const mistakes = [
  {
    says: "there scale and bias are swapped",
    variant: { style: ({ scale, bias }: Style) => ({ scale: bias, bias: scale }) },
  },
  {
    says: "there it is divided by the variance, not by its root",
    variant: { divisor: (v: number, e: number) => v + e },
  },
  { says: "that adds epsilon behind the root", variant: { divisor: (v: number, e: number) => Math.sqrt(v) + e } },
  {
    says: "that uses the default in place of the epsilon given",
    variant: { divisor: (v: number) => Math.sqrt(v + 1e-5) },
  },
  { says: "those are the statistics of the batch", variant: { pool: ((entry, map) => entry.c === map.c) as Pool } },
  { says: "those are the statistics of all channels", variant: { pool: ((entry, map) => entry.b === map.b) as Pool } },
].map(({ says, variant }) => ({ says, expect: normalize(variant) }));

function check(
  draw: (random: Random) => readonly Argument[],
  options: { readonly tolerance?: number } = {},
): CodingCheck {
  return callCheck({
    name: "adaptiveInstanceNorm",
    draw,
    expect: normalize(),
    tolerance: 1e-3,
    mistakes,
    ...options,
  });
}

const tensor = (shape: readonly number[], values: readonly number[]): TensorData => ({
  shape,
  values: values.map(Math.fround),
});

/** Maps that differ in mean and deviation, from sample to sample and from channel to channel. */
function drawMaps(random: Random, shape: readonly number[]): readonly [TensorData, TensorData, TensorData] {
  const [batch = 0, , , channels = 0] = shape;
  const centers = normalTensor(random, [batch, channels], { deviation: 2 });
  const deviations = normalTensor(random, [batch, channels], { mean: 2, deviation: 0.3 });
  const noise = normalTensor(random, shape);
  const content = tensorBy(
    shape,
    (b, h, w, c) => Math.fround(at(centers, b!, c!) + at(deviations, b!, c!) * at(noise, b!, h!, w!, c!)),
  );
  const scale = normalTensor(random, [batch, channels], { mean: 1.5, deviation: 0.5 });
  return [content, scale, normalTensor(random, [batch, channels])];
}

export const checks: Record<string, CodingCheck> = {
  "two-pixels": check(() => [tensor([1, 1, 2, 1], [1, 5]), tensor([1, 1], [3]), tensor([1, 1], [1])]),
  "statistics": check((random) => drawMaps(random, [3, 8, 8, 4])),
  "negative-scale": check((random) => {
    const [content, , bias] = drawMaps(random, [1, 3, 3, 2]);
    return [content, tensor([1, 2], [-2, 1]), bias];
  }),
  "constant-map": check(() => [
    tensor([1, 2, 2, 2], [4, -1, 4, -1, 4, -1, 4, -1]),
    tensor([1, 2], [2, 3]),
    tensor([1, 2], [0.5, -0.25]),
  ]),
  "epsilon": check((random) => [...drawMaps(random, [2, 3, 3, 2]), 3]),
  "affine-invariance": check((random) => {
    const [content, scale, bias] = drawMaps(random, [2, 4, 4, 3]);
    const [factors, shifts] = [[7, 0.5, 3], normals(random, 3, { deviation: 5 })];
    const values = content.values.map((value, index) => value * factors[index % 3]! + shifts[index % 3]!);
    return [tensor(content.shape, values), scale, bias];
  }, { tolerance: 5e-3 }),
  // Each has a style of its own: the second would shift the first in batch statistics.
  "samples-independent": check((random) => {
    const [one, scale, bias] = drawMaps(random, [1, 4, 4, 2]);
    const far = normals(random, one.values.length, { mean: 20, deviation: 5 });
    return [
      tensor([2, 4, 4, 2], [...one.values, ...far]),
      tensor([2, 2], [...scale.values, 9, -9]),
      tensor([2, 2], [...bias.values, 30, -30]),
    ];
  }),
};
