import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  close,
  isNumbers,
  isRecord,
  judgeNumber,
  judgeNumbers,
  norm,
  normals,
  rowsOf,
  seeded,
  shown,
} from "../_lib/mod.ts";

interface Layer {
  readonly shape: number[];
  readonly values: number[];
  /** [out] */
  readonly u: number[];
}

interface Plan {
  readonly layers: Layer[];
  readonly iterations: number;
  /** Each goes on from the u of the one before. */
  readonly calls: number;
}

interface Normalized {
  readonly shape: number[];
  readonly values: number[];
  readonly sigma: number;
  readonly u: number[];
}

type Matrix = readonly (readonly number[])[];

// float64 and plain loops: independent of what is examined.
const matrixOf = ({ shape, values }: { readonly shape: number[]; readonly values: number[] }) =>
  rowsOf(values, shape.at(-1)!);
const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const times = (matrix: Matrix, x: readonly number[]) => matrix.map((row) => dot(row, x));
const unit = (x: readonly number[]) => x.map((value) => value / norm(x));

/** The largest singular value, by one-sided Jacobi rotations of the columns. */
function largestSingularValue(matrix: Matrix): number {
  const columns = transposed(matrix).map((column) => [...column]);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < columns.length; p++) {
      for (let q = p + 1; q < columns.length; q++) rotate(columns[p]!, columns[q]!);
    }
  }
  return Math.max(...columns.map(norm));
}

/** Makes two columns orthogonal. */
function rotate(a: number[], b: number[]): void {
  const between = dot(a, b);
  if (between === 0) return;
  const zeta = (dot(b, b) - dot(a, a)) / (2 * between);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = c * (x - t * y);
    b[i] = c * (t * x + y);
  }
}

function powerIteration(layer: Layer, iterations: number): { readonly sigma: number; readonly u: readonly number[] } {
  const matrix = matrixOf(layer);
  const back = transposed(matrix);
  let u: readonly number[] = layer.u;
  let v: readonly number[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    v = unit(times(matrix, u));
    u = unit(times(back, v));
  }
  return { sigma: dot(v, times(matrix, u)), u };
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { layers, iterations, calls } = inputs as unknown as Plan;
  return layers.map(({ shape, values, u }) => {
    const weights = tf.tensor(values, shape);
    let vector = tf.tensor2d(u, [u.length, 1]);
    let result = candidate.spectralNormalize(weights, vector, iterations);
    for (let call = 1; call < calls; call++) {
      vector = result.u;
      result = candidate.spectralNormalize(weights, vector, iterations);
    }
    const { normalizedWeights, sigma } = result;
    return {
      shape: normalizedWeights.shape,
      values: [...normalizedWeights.dataSync()],
      sigmaShape: sigma.shape,
      sigma: sigma.dataSync()[0],
      uShape: result.u.shape,
      u: [...result.u.dataSync()],
    };
  });
};

/** Judges each layer, after its shapes; the first that is wrong is told. */
function check(
  draw: (random: Random) => Plan,
  judge: (normalized: Normalized, layer: Layer, plan: Plan) => Judgement,
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const plan = inputs as unknown as Plan;
      const judgements = plan.layers.map((layer, index) => {
        const got = Array.isArray(output) ? output[index] : undefined;
        const fault = faultOfForm(got, layer);
        const judgement = fault === undefined
          ? judge(got as unknown as Normalized, layer, plan)
          : { passed: false, message: fault };
        return { ...judgement, input: inWords(layer, plan) };
      });
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}

function faultOfForm(got: Json | undefined, { shape, u }: Layer): string | undefined {
  if (!isRecord(got)) return "Expected an object with normalizedWeights, sigma and u, got none.";
  const wanted = { shape, sigmaShape: [], uShape: [u.length, 1] };
  const names = { shape: "normalizedWeights", sigmaShape: "sigma", uShape: "u" };
  for (const key of ["shape", "sigmaShape", "uShape"] as const) {
    if (JSON.stringify(got[key]) === JSON.stringify(wanted[key])) continue;
    return `Expected ${names[key]} of shape ${shown(wanted[key])}, got ${shown(got[key])}.`;
  }
  const isFinite = isNumbers(got.values) && isNumbers(got.u) && isNumbers([got.sigma ?? null]);
  return isFinite ? undefined : "Expected finite numbers, got others.";
}

const inWords = ({ shape }: Layer, { iterations, calls }: Plan) =>
  `weights ${shown(shape)}, iterations ${iterations}${calls > 1 ? `, ${calls} calls` : ""}`;

function judgeSigma(got: Normalized, layer: Layer, { tolerance, plan }: { tolerance: number; plan: Plan }): Judgement {
  const expected = largestSingularValue(matrixOf(layer));
  const suspicions = [
    { says: "that is the Frobenius norm", value: norm(layer.values) },
    { says: "that is the largest entry", value: Math.max(...layer.values.map(Math.abs)) },
    { says: "that is the square of it", value: expected ** 2 },
    { says: "that is what one iteration gives", value: powerIteration(layer, 1).sigma },
  ].filter(({ value }) => plan.iterations * plan.calls > 1 && Math.abs(value - expected) > 0.01 * expected);
  return judgeNumber(got.sigma, expected, { tolerance, what: "sigma", suspicions });
}

function judgeNormOne({ shape, values }: Normalized, tolerance: number): Judgement {
  const what = "the largest singular value of normalizedWeights";
  return judgeNumber(largestSingularValue(matrixOf({ shape, values })), 1, { tolerance, what });
}

function layer(random: Random, shape: number[], deviation = 1): Layer {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: normals(random, count, { deviation }), u: normals(random, shape.at(-1)!) };
}

const matrices = [[4, 7], [7, 4], [16, 3]].map((shape, index) => layer(seeded(10 + index), shape));
const wide = layer(seeded(20), [9, 5], 3);
const square = layer(seeded(21), [6, 6]);
const kernel = layer(seeded(22), [3, 3, 4, 8]);
const diagonal: Layer = { shape: [3, 3], values: [3, 0, 0, 0, 1, 0, 0, 0, 0.5], u: [1, 1, 1] };

const firstWrong = (...judgements: Judgement[]) => judgements.find(({ passed }) => !passed) ?? judgements[0]!;

export const checks: Record<string, CodingCheck> = {
  "diagonal": check(
    () => ({ layers: [diagonal], iterations: 20, calls: 1 }),
    (got, layer, plan) => judgeSigma(got, layer, { tolerance: 1e-4, plan }),
  ),
  "singular-value": check(
    () => ({ layers: [...matrices, wide], iterations: 50, calls: 1 }),
    (got, layer, plan) => judgeSigma(got, layer, { tolerance: 1e-3, plan }),
  ),
  "norm-one": check(
    () => ({ layers: [wide], iterations: 50, calls: 1 }),
    (got) => judgeNormOne(got, 1e-3),
  ),
  "kernel": check(
    () => ({ layers: [kernel], iterations: 80, calls: 1 }),
    (got, layer, plan) => firstWrong(judgeNormOne(got, 5e-3), judgeSigma(got, layer, { tolerance: 5e-3, plan })),
  ),
  "carried": check(() => ({ layers: [square], iterations: 1, calls: 60 }), (got, layer, plan) => {
    const length = judgeNumber(norm(got.u), 1, { tolerance: 1e-3, what: "the length of u" });
    return firstWrong(length, judgeSigma(got, layer, { tolerance: 5e-3, plan }));
  }),
  "fresh-iterations": check((random) => {
    const layers = [layer(random, [5, 8]), layer(random, [2, 3, 2, 4])];
    return { layers, iterations: 3, calls: 1 };
  }, (got, layer, { iterations }) => {
    const { sigma, u } = powerIteration(layer, iterations);
    const isDivided = got.values.length === layer.values.length &&
      got.values.every((value, i) => close(value, layer.values[i]! / sigma, { tolerance: 1e-3 }));
    return firstWrong(
      judgeNumber(got.sigma, sigma, { tolerance: 1e-3, what: "sigma" }),
      judgeNumbers(got.u, u, { tolerance: 1e-3, what: "u" }),
      { passed: isDivided, message: "Expected the weights divided by sigma, got others." },
    );
  }),
};
