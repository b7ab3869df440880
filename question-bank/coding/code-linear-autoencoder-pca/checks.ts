import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  close,
  columnMeans,
  covarianceOf,
  isNumbers,
  isRecord,
  mean,
  norm,
  normals,
  rowsOf,
  seeded,
  shown,
  symmetricEigen,
} from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];

interface Training {
  readonly data: Rows;
  readonly codeSize: number;
  readonly steps: number;
  /** Rows that are encoded after training. */
  readonly batch: Rows;
  /** Another training follows while the reconstruction error is above this, three in all. */
  readonly errorMax?: number;
}

interface Trained {
  readonly decoder: Rows;
  readonly codes: Rows;
  readonly reconstructions: Rows;
  readonly ofOrigin: { readonly code: readonly number[]; readonly reconstruction: readonly number[] };
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { data, codeSize, steps, batch, errorMax = Infinity } = inputs as unknown as Training;
  const rows = tf.tensor2d(batch);
  const origin = tf.zeros([1, data[0]!.length]);
  const train = () => {
    const table = tf.tensor2d(data);
    const { decoderWeights, encode, reconstruct } = candidate.trainLinearAutoencoder(table, codeSize, steps);
    table.dispose();
    const reconstructed = reconstruct(rows);
    const error = rows.sub(reconstructed).square().sum(1).mean().dataSync()[0];
    const trained = {
      decoder: decoderWeights,
      codes: encode(rows).arraySync(),
      reconstructions: reconstructed.arraySync(),
      ofOrigin: { code: encode(origin).arraySync()[0], reconstruction: reconstruct(origin).arraySync()[0] },
    };
    return { trained, error };
  };
  let { trained, error } = train();
  for (let again = 0; again < 2 && !(error <= errorMax); again++) ({ trained, error } = train());
  return trained;
};

const center = [5, -3, 2, 0, 1, 4];
const deviations = [3, 2, 0.3, 0.25, 0.2, 0.1];
const excessMax = 1.05;
const [samples, codeSize] = [300, 2];

/** Orthonormal directions by Gram–Schmidt; a row that depends on those before it is left out. */
function orthonormal(rows: Rows): number[][] {
  const directions: number[][] = [];
  for (const row of rows) {
    const rest = directions.reduce<readonly number[]>((rest, direction) => {
      const along = rest.reduce((sum, value, j) => sum + value * direction[j]!, 0);
      return rest.map((value, j) => value - along * direction[j]!);
    }, row);
    if (norm(rest) > 1e-6 * norm(row)) directions.push(rest.map((value) => value / norm(rest)));
  }
  return directions;
}

/** Points around a centre that is far from the origin, spread along random orthogonal directions. */
function drawData(random: Random): number[][] {
  const axes = orthonormal(rowsOf(normals(random, center.length ** 2), center.length));
  return Array.from({ length: samples }, () => {
    const along = deviations.map((deviation) => deviation * random.normal());
    return center.map((value, j) => Math.fround(value + along.reduce((sum, t, k) => sum + t * axes[k]![j]!, 0)));
  });
}

/** The principal directions, and the variance (divided by N) that the others leave. */
function principal(data: Rows) {
  const { values, vectors } = symmetricEigen(covarianceOf(data));
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
  const dropped = order.slice(codeSize).reduce((sum, i) => sum + values[i]!, 0) * (data.length - 1) / data.length;
  return { directions: order.slice(0, codeSize).map((i) => vectors[i]!), dropped };
}

/** The smallest cosine of a principal angle between two spans. */
function smallestCosine(a: Rows, b: Rows): number {
  const overlaps = a.map((u) => b.map((v) => u.reduce((sum, value, j) => sum + value * v[j]!, 0)));
  const gram = overlaps.map((u) => overlaps.map((v) => u.reduce((sum, value, j) => sum + value * v[j]!, 0)));
  return Math.sqrt(Math.max(0, Math.min(...symmetricEigen(gram).values)));
}

const inWords = ({ data, codeSize, steps }: Training) =>
  `${data.length} points in ${data[0]!.length} dimensions around ${
    shown(center)
  }, standard deviations 3 and 2 along two ` +
  `directions and at most 0.3 along the others, codeSize ${codeSize}, ${steps} steps`;

const isTable = (got: Json | undefined, rows: number, columns: number): got is number[][] =>
  Array.isArray(got) && got.length === rows && got.every((row) => isNumbers(row, columns));

function judge(judgement: (trained: Trained, training: Training) => Judgement): CodingCheck["judge"] {
  return (output, inputs) => {
    const training = inputs as unknown as Training;
    const { codeSize, batch } = training;
    const width = center.length;
    const input = inWords(training);
    const got = isRecord(output) ? output : {};
    const origin = isRecord(got.ofOrigin) ? got.ofOrigin : {};
    const faults = [
      [isTable(got.decoder, codeSize, width), `decoderWeights of ${codeSize} rows with ${width} finite numbers`],
      [isTable(got.codes, batch.length, codeSize), `codes of shape [${batch.length}, ${codeSize}], all finite`],
      [
        isTable(got.reconstructions, batch.length, width),
        `reconstructions of shape [${batch.length}, ${width}], all finite`,
      ],
      [
        isNumbers(origin.code, codeSize) && isNumbers(origin.reconstruction, width),
        "code and reconstruction of one row, all finite",
      ],
    ] as const;
    const fault = faults.find(([isWhole]) => !isWhole);
    if (fault) return { passed: false, message: `Expected ${fault[1]}, got others.`, input };
    return { ...judgement(output as unknown as Trained, training), input };
  };
}

/** What encoding and decoding do to the difference from one row, so that biases do not matter. */
function judgeConsistency({ decoder, codes, reconstructions, ofOrigin }: Trained): Judgement {
  for (const [i, code] of codes.entries()) {
    const expected = ofOrigin.reconstruction.map((from, j) =>
      decoder.reduce((sum, row, k) => sum + (code[k]! - ofOrigin.code[k]!) * row[j]!, from)
    );
    const wrong = expected.findIndex((value, j) => !close(reconstructions[i]![j]!, value, { tolerance: 1e-2 }));
    if (wrong >= 0) {
      return {
        passed: false,
        message: `Expected the reconstruction ${shown(expected)}, which is the code times the decoder's rows, got ${
          shown(reconstructions[i])
        }.`,
      };
    }
  }
  return { passed: true, message: "The reconstructions are the codes times the decoder." };
}

const errorOf = ({ reconstructions }: Trained, { batch }: Training) =>
  mean(batch.map((row, i) => norm(row.map((value, j) => value - reconstructions[i]![j]!)) ** 2));

function judgeSubspace(trained: Trained, training: Training): Judgement {
  const { directions } = principal(training.data);
  const spanned = orthonormal(trained.decoder);
  const cosine = spanned.length < directions.length ? 0 : smallestCosine(spanned, directions);
  const middle = columnMeans(training.data);
  const isMean = spanned.length > 0 && smallestCosine(orthonormal([middle]), spanned) > 0.9;
  const says = cosine > 0.99 || !isMean ? "" : ": it holds the direction of the mean, as without centring";
  const projected = (rows: Rows, axis: number) =>
    rows.map((row) => row.reduce((sum, value, j) => sum + (value - middle[j]!) * directions[axis]![j]!, 0));
  return {
    passed: cosine > 0.99,
    message: `Expected the smallest cosine between the two spans above 0.99, got ${shown(cosine)}${says}.`,
    plots: [{
      id: "principal-plane",
      title: "Data and reconstructions in the principal plane",
      kind: "scatter",
      xLabel: "first principal component",
      yLabel: "second principal component",
      series: [
        { name: "data", x: projected(training.batch, 0), y: projected(training.batch, 1) },
        { name: "reconstructions", x: projected(trained.reconstructions, 0), y: projected(trained.reconstructions, 1) },
      ],
    }],
  };
}

function judgeError(trained: Trained, training: Training): Judgement {
  const { dropped } = principal(training.data);
  const error = errorOf(trained, training);
  return {
    passed: error >= 0.999 * dropped && error <= excessMax * dropped,
    message: `Expected an error, in one of three trainings, of 0.999 to ${excessMax} times the dropped eigenvalues, ${
      shown(dropped)
    }, got ${shown(error)}.`,
  };
}

function draw(random: Random, steps: number): Json {
  const data = drawData(random);
  return { data, codeSize, steps, batch: steps < 100 ? data.slice(0, 7) : data };
}

export const checks: Record<string, CodingCheck> = {
  "shapes": {
    draw: () => draw(seeded(1), 30),
    probe,
    judge: judge(({ codes }) => ({
      passed: codes.some((code) => code.some((value) => value !== codes[0]![0])),
      message: "Expected codes of the asked shape that differ from row to row.",
    })),
  },
  "consistent": { draw: () => draw(seeded(2), 30), probe, judge: judge(judgeConsistency) },
  "subspace": { draw: () => draw(seeded(3), 400), probe, judge: judge(judgeSubspace) },
  "fresh-data": {
    draw(random) {
      const training = draw(random, 400) as unknown as Training;
      return { ...training, errorMax: excessMax * principal(training.data).dropped } as unknown as Json;
    },
    probe,
    judge: judge((trained, training) => {
      const error = judgeError(trained, training);
      return error.passed ? judgeSubspace(trained, training) : error;
    }),
  },
};
