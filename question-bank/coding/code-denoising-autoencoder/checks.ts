import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  close,
  isNumbers,
  isRecord,
  judgeNumber,
  judgeNumbers,
  judgeScalar,
  mean,
  norm,
  normals,
  shown,
} from "../_lib/mod.ts";

interface Corruption {
  readonly kind: "mask" | "gaussian";
  readonly level: number;
  readonly seed: number;
}

interface Corrupted {
  readonly shape: readonly [number, number];
  /** Every entry is this, or what stands in `values`. */
  readonly fill?: number;
  readonly values?: readonly number[];
  readonly corruptions: readonly Corruption[];
}

const seedOf = (random: Random) => 1 + Math.floor(1e6 * random.uniform());

/** Corrupts one table in several ways; the last entry is the table itself, read afterwards. */
const probeCorrupt: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { shape, fill, values, corruptions } = inputs as unknown as Corrupted;
  const table = values ? tf.tensor2d(values, shape) : tf.fill(shape, fill);
  const results = corruptions.map((corruption) => candidate.corrupt(table, corruption));
  return [...results, table].map((result) => ({ shape: result.shape, values: [...result.dataSync()] }));
};

interface LossCall {
  readonly inputs: readonly (readonly number[])[];
  readonly corruption: Corruption;
  readonly model: "zero" | "identity";
}

const probeLoss: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, corruption, model } = inputs as unknown as LossCall;
  const autoencoder = (x: unknown) => model === "zero" ? tf.zerosLike(x) : tf.clone(x);
  const loss = candidate.denoisingLoss(autoencoder, tf.tensor2d(rows), corruption);
  return { shape: loss.shape, value: loss.dataSync()[0] };
};

/** Numbers of a table of that shape, or what is wrong with it. */
function tableOf(got: Json | undefined, [rows, columns]: readonly [number, number]): readonly number[] | Judgement {
  if (!isRecord(got) || JSON.stringify(got.shape) !== JSON.stringify([rows, columns])) {
    return {
      passed: false,
      message: `Expected a tensor of shape [${rows},${columns}], got ${
        JSON.stringify(isRecord(got) ? got.shape : got)
      }.`,
    };
  }
  return isNumbers(got.values, rows * columns)
    ? got.values
    : { passed: false, message: "Expected finite numbers, got others." };
}

const isJudgement = (value: readonly number[] | Judgement): value is Judgement => !Array.isArray(value);

/** Judges the tables that came back, after their form; the last is the table that was corrupted. */
function judgeTables(
  judgement: (tables: readonly (readonly number[])[], inputs: Corrupted) => Judgement,
): CodingCheck["judge"] {
  return (output, inputs) => {
    const corrupted = inputs as unknown as Corrupted;
    const got = Array.isArray(output) ? output : [];
    const tables = [...corrupted.corruptions, null].map((_, index) => tableOf(got[index], corrupted.shape));
    const fault = tables.find(isJudgement);
    return fault ?? judgement(tables as readonly (readonly number[])[], corrupted);
  };
}

const maskLevel = 0.3;
const sizes = [100, 50] as const;

function judgeMask([values]: readonly (readonly number[])[]): Judgement {
  const input = `ones of shape ${JSON.stringify(sizes)}, level ${maskLevel}`;
  const others = values!.filter((value) => value !== 0 && value !== 1);
  if (others.length > 0) {
    const isScaled = others.every((value) => close(value, 1 / (1 - maskLevel), { tolerance: 1e-4 }));
    const says = isScaled ? ": what is kept is divided by 1 − level, as in dropout" : "";
    return { passed: false, message: `Expected zeros and ones, got ${shown(others[0])}${says}.`, input };
  }
  const share = (entries: readonly number[]) => entries.filter((value) => value === 0).length / entries.length;
  const all = share(values!);
  if (Math.abs(all - maskLevel) > 0.03) {
    const isSwapped = Math.abs(1 - all - maskLevel) <= 0.03;
    const says = isSwapped ? ": level is the probability to become 0, not to be kept" : "";
    return { passed: false, message: `Expected a share ${maskLevel} of zeros, got ${shown(all)}${says}.`, input };
  }
  const [rows, columns] = sizes;
  const lines = [
    ...Array.from({ length: rows }, (_, i) => values!.slice(i * columns, (i + 1) * columns)),
    ...Array.from({ length: columns }, (_, j) => values!.filter((_, index) => index % columns === j)),
  ];
  // Of a fair mask no row or column strays half as far.
  const isEach = lines.every((line) => Math.abs(share(line) - maskLevel) < 0.4);
  return isEach
    ? { passed: true, message: `Expected a share ${maskLevel} of zeros, got ${shown(all)}.`, input }
    : { passed: false, message: "Expected every entry masked by itself, got whole rows or columns of equals.", input };
}

const noiseLevel = 0.5;

function judgeNoise([values]: readonly (readonly number[])[]): Judgement {
  const input = `zeros of shape ${JSON.stringify(sizes)}, level ${noiseLevel}`;
  const center = mean(values!);
  if (Math.abs(center) > 0.03) {
    return { passed: false, message: `Expected noise of mean 0, got ${shown(center)}.`, input };
  }
  const deviation = Math.sqrt(mean(values!.map((value) => (value - center) ** 2)));
  const judged = judgeNumber(deviation, noiseLevel, {
    tolerance: 2e-2,
    what: "the standard deviation",
    input,
    suspicions: [
      { says: "there level is taken for the variance", value: Math.sqrt(noiseLevel) },
      { says: "there level is squared", value: noiseLevel ** 2 },
      { says: "that is standard normal noise", value: 1 },
      { says: "that is the deviation of uniform noise from −level to level", value: noiseLevel / Math.sqrt(3) },
      { says: "that is noise cut off at two deviations", value: 0.8796 * noiseLevel },
    ],
  });
  if (!judged.passed) return judged;
  const excess = mean(values!.map((value) => (value - center) ** 4)) / deviation ** 4 - 3;
  return Math.abs(excess) < 0.5
    ? judged
    : { passed: false, message: `Expected normal noise, got one of excess kurtosis ${shown(excess)}.`, input };
}

const isSame = (a: readonly number[], b: readonly number[]) => a.every((value, index) => value === b[index]);

function judgeRepeats(tables: readonly (readonly number[])[], { corruptions }: Corrupted): Judgement {
  const input = `kinds "mask" and "gaussian", seeds ${corruptions[0]!.seed} (twice) and ${corruptions[2]!.seed}`;
  for (const [index, { kind }] of [[0, corruptions[0]!], [3, corruptions[3]!]] as const) {
    const [first, again, other] = tables.slice(index, index + 3);
    if (!isSame(first!, again!)) {
      return { passed: false, message: `Expected equal results of "${kind}" for equal seeds, got others.`, input };
    }
    if (isSame(first!, other!)) {
      return { passed: false, message: `Expected another result of "${kind}" for another seed, got the same.`, input };
    }
  }
  return { passed: true, message: "Equal seeds gave equal results, other seeds others.", input };
}

function judgeKept([masked, after]: readonly (readonly number[])[], { values }: Corrupted): Judgement {
  if (!isSame(after!, values!)) {
    return { passed: false, message: "Expected the inputs as they were, got them changed." };
  }
  const wrong = masked!.findIndex((value, index) => value !== 0 && value !== values![index]);
  if (wrong >= 0) {
    return { passed: false, message: `Expected 0 or ${shown(values![wrong])}, got ${shown(masked![wrong])}.` };
  }
  const kept = masked!.filter((value) => value !== 0).length;
  return {
    passed: kept > 0 && kept < masked!.length,
    message: `Expected some entries masked, some kept, got ${kept} kept.`,
  };
}

const repeated = (kind: Corruption["kind"], seed: number, other: number): Corruption[] =>
  [seed, seed, other].map((seed) => ({ kind, level: 0.5, seed }));

interface Spied {
  readonly inputs: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
  readonly corruption: Corruption;
}

const probeSpied: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, weights, corruption } = inputs as unknown as Spied;
  const clean = tf.tensor2d(rows);
  const variable = tf.variable(tf.tensor2d(weights));
  let received: number[] = [];
  const autoencoder = (x: { dataSync(): Float32Array }) => {
    received = [...x.dataSync()];
    return tf.matMul(x, variable);
  };
  const { value, grads } = tf.variableGrads(() => candidate.denoisingLoss(autoencoder, clean, corruption), [variable]);
  const gradient = [...grads[variable.name].dataSync()];
  variable.dispose();
  const corrupted = [...candidate.corrupt(clean, corruption).dataSync()];
  return { shape: value.shape, value: value.dataSync()[0], gradient, received, corrupted };
};

function judgeSpied(output: Json, inputs: Json): Judgement {
  const { inputs: clean, weights, corruption } = inputs as unknown as Spied;
  const width = weights.length;
  const got = isRecord(output) ? output : {};
  const seen = judgeNumbers(got.received, isNumbers(got.corrupted) ? got.corrupted : [NaN], {
    tolerance: 1e-6,
    what: `corrupt(inputs, corruption) of kind "${corruption.kind}" as what the autoencoder receives`,
  });
  if (!seen.passed) return seen;
  const corrupted = got.corrupted as readonly number[];
  const errors = clean.map((row, i) =>
    row.map((x, k) => weights.reduce((sum, w, j) => sum + corrupted[i * width + j]! * w[k]!, -x))
  );
  const value = judgeScalar(output, mean(errors.map((error) => norm(error) ** 2)), {
    tolerance: 1e-4,
    what: "the loss",
  });
  if (!value.passed) return value;
  const gradient = weights.flatMap((w, j) =>
    w.map((_, k) => 2 * mean(errors.map((error, i) => corrupted[i * width + j]! * error[k]!)))
  );
  return judgeNumbers(got.gradient, gradient, { tolerance: 1e-3, what: "the gradient by the autoencoder's weights" });
}

const ones = (rows: number, columns: number) => Array.from({ length: rows }, () => Array<number>(columns).fill(1));

export const checks: Record<string, CodingCheck> = {
  "mask": {
    draw: (random) => ({
      shape: [...sizes],
      fill: 1,
      corruptions: [{ kind: "mask", level: maskLevel, seed: seedOf(random) }],
    }),
    probe: probeCorrupt,
    judge: judgeTables(judgeMask),
  },
  "gaussian": {
    draw: (random) => ({
      shape: [...sizes],
      fill: 0,
      corruptions: [{ kind: "gaussian", level: noiseLevel, seed: seedOf(random) }],
    }),
    probe: probeCorrupt,
    judge: judgeTables(judgeNoise),
  },
  "clean-target": {
    draw: (random) => ({
      inputs: ones(10, 4),
      corruption: { kind: "mask", level: 0.5, seed: seedOf(random) },
      model: "zero",
    }),
    probe: probeLoss,
    judge: (output) =>
      judgeScalar(output, 4, {
        tolerance: 1e-4,
        what: "the loss",
        input: "an autoencoder that returns zeros, ones of shape [10, 4], masked at level 0.5",
        suspicions: [
          { says: "that is the mean over features, not the sum", value: 1 },
          { says: "that is the sum over the batch, not the mean", value: 40 },
          { says: "that is the norm, not its square", value: 2 },
        ],
      }),
  },
  "repeatable": {
    draw(random) {
      const seed = seedOf(random);
      const corruptions = [...repeated("mask", seed, seed + 1), ...repeated("gaussian", seed, seed + 1)];
      return { shape: [20, 10], fill: 1, corruptions } as unknown as Json;
    },
    probe: probeCorrupt,
    judge: judgeTables(judgeRepeats),
  },
  "identity-pays": {
    draw: (random) => ({
      inputs: ones(200, 10),
      corruption: { kind: "mask", level: 0.5, seed: seedOf(random) },
      model: "identity",
    }),
    probe: probeLoss,
    judge(output) {
      const got = isRecord(output) ? output.value : undefined;
      const isScalar = isRecord(output) && Array.isArray(output.shape) && output.shape.length === 0;
      return {
        passed: isScalar && typeof got === "number" && Math.abs(got - 5) < 0.6,
        message: `Expected a loss of about 5, of shape [], got ${shown(got)}.`,
        input: "an autoencoder that copies its input, ones of shape [200, 10], masked at level 0.5",
      };
    },
  },
  "kept-entries": {
    draw: (random) => ({
      shape: [4, 5],
      values: normals(random, 20, { mean: 3 }),
      corruptions: [{ kind: "mask", level: 0.5, seed: seedOf(random) }],
    }),
    probe: probeCorrupt,
    judge: judgeTables(judgeKept),
  },
  "fresh-loss": {
    draw: (random) => ({
      inputs: Array.from({ length: 6 }, () => normals(random, 4, { mean: 1 })),
      weights: Array.from({ length: 4 }, () => normals(random, 4, { deviation: 0.5 })),
      corruption: { kind: random.uniform() < 0.5 ? "mask" : "gaussian", level: 0.5, seed: seedOf(random) },
    }),
    probe: probeSpied,
    judge: judgeSpied,
  },
};
