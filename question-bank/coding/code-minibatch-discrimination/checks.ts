import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { close, isNumbers, isRecord, judgeNumbers, norm, normals, rowsOf, seeded, shown } from "../_lib/mod.ts";

interface Layer {
  /** [B, A] */
  readonly features: number[][];
  /** [A, K, C] */
  readonly projection: number[][][];
}

type Distance = (a: readonly number[], b: readonly number[]) => number;

// float64 and plain loops: independent of what is examined.
const l1: Distance = (a, b) => a.reduce((sum, value, c) => sum + Math.abs(value - b[c]!), 0);
const l2: Distance = (a, b) => norm(a.map((value, c) => value - b[c]!));

/** [B, K, C] */
function projected({ features, projection }: Layer): number[][][] {
  return features.map((f) =>
    projection[0]!.map((row, k) =>
      row.map((_, c) => f.reduce((sum, value, a) => sum + value * projection[a]![k]![c]!, 0))
    )
  );
}

/** Of each sample and row, the closeness to the others, [B, K]. */
function closeness(layer: Layer, kernel: (a: readonly number[], b: readonly number[]) => number): number[][] {
  const m = projected(layer);
  return m.map((rows, i) =>
    rows.map((row, k) => m.reduce((sum, others, j) => j === i ? sum : sum + kernel(row, others[k]!), 0))
  );
}

const kernel: Distance = (a, b) => Math.exp(-l1(a, b));

const beside = (layer: Layer, appended: readonly (readonly number[])[]) =>
  layer.features.flatMap((f, i) => [...f, ...appended[i]!]);

function suspicions(layer: Layer) {
  const right = closeness(layer, kernel);
  const by = (other: Distance) => beside(layer, closeness(layer, other));
  return [
    {
      says: "each sample is counted as its own neighbour",
      value: beside(layer, right.map((o) => o.map((x) => x + 1))),
    },
    { says: "its distance is Euclidean", value: by((a, b) => Math.exp(-l2(a, b))) },
    { says: "its distance is the squared Euclidean one", value: by((a, b) => Math.exp(-(l2(a, b) ** 2))) },
    { says: "there are distances without the exponential", value: by(l1) },
    { says: "that is the mean over the others, not the sum", value: by((a, b) => kernel(a, b) / (right.length - 1)) },
    { says: "that is the mean over the batch, not the sum", value: by((a, b) => kernel(a, b) / right.length) },
  ];
}

const inWords = ({ features, projection }: Layer) => {
  const [first] = projection;
  return `features of shape ${shown([features.length, features[0]!.length])}, beginning with ${shown(features[0]!)}, ` +
    `projection of shape ${shown([projection.length, first!.length, first![0]!.length])}`;
};

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { features, projection } = inputs as unknown as Layer;
  const result = candidate.minibatchDiscrimination(tf.tensor2d(features), tf.tensor3d(projection));
  return { shape: result.shape, values: [...result.dataSync()] };
};

function judgeShape(output: Json, layer: Layer): Judgement {
  const shape = [layer.features.length, layer.features[0]!.length + layer.projection[0]!.length];
  const got = isRecord(output) ? output : {};
  const input = inWords(layer);
  const passed = JSON.stringify(got.shape) === JSON.stringify(shape) && isNumbers(got.values);
  return { passed, message: `Expected finite numbers of shape ${shown(shape)}, got shape ${shown(got.shape)}.`, input };
}

function check(draw: (random: Random) => Layer): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const layer = inputs as unknown as Layer;
      const shape = judgeShape(output, layer);
      if (!shape.passed || !isRecord(output)) return shape;
      const width = layer.features[0]!.length;
      const options = { tolerance: 1e-3, input: inWords(layer) };
      const right = beside(layer, closeness(layer, kernel));
      const all = judgeNumbers(output.values, right, {
        ...options,
        what: "features and o",
        suspicions: suspicions(layer),
      });
      if (all.passed || !isNumbers(output.values)) return all;
      // Told of one sample, where features and o can be seen apart.
      const samples = (values: readonly number[]) => rowsOf(values, width + layer.projection[0]!.length);
      const [expected, got] = [samples(right), samples(output.values)];
      const wrong = expected.findIndex((row, i) =>
        !row.every((value, k) => close(got[i]?.[k] ?? NaN, value, { tolerance: options.tolerance }))
      );
      const explained = /: [^.]*\.$/.exec(all.message)?.[0] ?? ".";
      const parts = (row: readonly number[]) => `${shown(row.slice(0, width))} and ${shown(row.slice(width))}`;
      const message = `Expected features and o of sample ${wrong} ${parts(expected[wrong]!)}, ` +
        `got ${parts(got[wrong] ?? [])}${explained}`;
      return { ...all, message };
    },
  };
}

function layer(random: Random, [batch, a, k, c]: readonly [number, number, number, number]): Layer {
  const features = Array.from({ length: batch }, () => normals(random, a));
  const projection = Array.from(
    { length: a },
    () => Array.from({ length: k }, () => normals(random, c, { deviation: 0.4 })),
  );
  return { features, projection };
}

const fixed = layer(seeded(1), [5, 4, 3, 2]);

export const checks: Record<string, CodingCheck> = {
  "shape": {
    draw: () => fixed as unknown as Json,
    probe,
    judge: (output, inputs) => judgeShape(output, inputs as unknown as Layer),
  },
  "value": check(() => fixed),
  "identical": check(() => ({ ...fixed, features: fixed.features.map(() => fixed.features[0]!) })),
  "far-apart": check(() => ({ features: [[0], [100], [200]], projection: [[[1, 1], [1, 1]]] })),
  "fresh-batch": check((random) => layer(random, [6, 3, 2, 4])),
};
