import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  columnMeans,
  isNumber,
  isNumbers,
  isRecord,
  normals,
  rowsOf,
  seeded,
  shown,
  symmetricEigen,
} from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];

interface Training {
  readonly data: Rows;
  readonly layerSizes: readonly number[];
  readonly stepsPerLayer: number;
  /** Rows that are encoded after training. */
  readonly batch: Rows;
  /** Data of a second training, of one step per layer. */
  readonly others?: Rows;
}

interface Stage {
  readonly layer: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
  readonly earlierUnchanged: boolean;
}

interface Trained {
  readonly stages: readonly Stage[];
  readonly inputSizes: readonly number[];
  readonly codes: Rows;
  /** Records of the second training. */
  readonly again: readonly Stage[];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { data, layerSizes, stepsPerLayer, batch, others } = inputs as unknown as Training;
  const train = (rows: Rows, steps: number) =>
    candidate.trainStackedAutoencoder(tf.tensor2d(rows), [...layerSizes], steps);
  const read = (stages: Stage[]) =>
    stages.map(({ layer, lossBefore, lossAfter, earlierUnchanged }) => ({
      ...{ layer, lossBefore, lossAfter, earlierUnchanged },
    }));
  const { encode, stages, inputSizes } = train(data, stepsPerLayer);
  return {
    stages: read(stages),
    inputSizes,
    codes: encode(tf.tensor2d(batch)).arraySync(),
    again: others === undefined ? [] : read(train(others, 1).stages),
  };
};

/** What of the data the whole stack looks at: the sum over some rows of JᵀJ, with J its Jacobian, by central differences. */
const probeStack: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { data, layerSizes, stepsPerLayer } = inputs as unknown as Training;
  const { encode, stages } = candidate.trainStackedAutoencoder(tf.tensor2d(data), [...layerSizes], stepsPerLayer);
  const [width, step] = [data[0]!.length, 0.02];
  const looked = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  for (const row of data.slice(0, 12)) {
    const moved = [step, -step].flatMap((by) => row.map((value, j) => row.with(j, value + by)));
    const codes: number[][] = encode(tf.tensor2d(moved)).arraySync();
    const slopes = row.map((_, j) => codes[j]!.map((value, k) => (value - codes[width + j]![k]!) / (2 * step)));
    looked.forEach((line, i) => {
      for (const j of line.keys()) line[j]! += slopes[i]!.reduce((sum, slope, k) => sum + slope * slopes[j]![k]!, 0);
    });
  }
  const read = ({ layer, lossBefore, lossAfter, earlierUnchanged }: Stage) => ({
    ...{ layer, lossBefore, lossAfter, earlierUnchanged },
  });
  return { stages: stages.map(read), looked };
};

const inWords = ({ data, layerSizes, stepsPerLayer }: Training) =>
  `${data.length} rows of ${data[0]!.length} numbers, layerSizes ${
    shown([...layerSizes])
  }, ${stepsPerLayer} steps per layer`;

function judge(...judgements: readonly ((trained: Trained, training: Training) => Judgement)[]): CodingCheck["judge"] {
  return (output, inputs) => {
    const training = inputs as unknown as Training;
    const { layerSizes } = training;
    const input = inWords(training);
    const stages = isRecord(output) && Array.isArray(output.stages) ? output.stages : [];
    const isWhole = stages.length === layerSizes.length &&
      stages.every((stage, i) =>
        isRecord(stage) && stage.layer === i && isNumber(stage.lossBefore) && isNumber(stage.lossAfter)
      );
    if (!isWhole) {
      const message =
        `Expected ${layerSizes.length} records with layer 0, 1, … and finite losses, got ${stages.length}${
          stages.length === layerSizes.length ? " others" : ""
        }.`;
      return { passed: false, message, input };
    }
    const judged = judgements.map((judgement) => judgement(output as unknown as Trained, training));
    return { ...(judged.find(({ passed }) => !passed) ?? judged[0]!), input };
  };
}

function judgeWidths({ inputSizes, codes }: Trained, { data, layerSizes, batch }: Training): Judgement {
  const expected = [data[0]!.length, ...layerSizes.slice(0, -1)];
  if (!isNumbers(inputSizes as Json, expected.length) || expected.some((size, i) => size !== inputSizes[i])) {
    const isRaw = Array.isArray(inputSizes) && inputSizes.every((size) => size === expected[0]);
    const says = isRaw ? ": there every stage reconstructs the raw data" : "";
    return {
      passed: false,
      message: `Expected inputSizes ${shown(expected)}, got ${shown(inputSizes as Json)}${says}.`,
    };
  }
  const width = layerSizes.at(-1)!;
  const isCode = Array.isArray(codes) && codes.length === batch.length &&
    codes.every((code) => isNumbers(code as Json, width));
  const got = Array.isArray(codes) && Array.isArray(codes[0]) ? `${codes.length} of ${codes[0].length}` : "none";
  return isCode
    ? { passed: true, message: `Expected inputSizes ${shown(expected)} and codes of ${width} numbers, got them.` }
    : { passed: false, message: `Expected ${batch.length} codes of ${width} finite numbers, got ${got}.` };
}

function judgeLearning({ stages }: Trained): Judgement {
  const lowered = stages.map(({ lossBefore, lossAfter }) => 1 - lossAfter / lossBefore);
  const isLearned = stages.every(({ lossAfter }, i) => lowered[i]! >= 0.1 && lossAfter >= 0);
  return {
    passed: isLearned,
    message: `Expected every stage to lower its loss by a tenth or more, got lowered by ${shown(lowered)}.`,
    plots: [{
      id: "stage-losses",
      title: "Reconstruction loss of each stage",
      kind: "line",
      xLabel: "stage",
      yLabel: "mean squared error",
      series: [
        { name: "before", x: stages.map(({ layer }) => layer), y: stages.map(({ lossBefore }) => lossBefore) },
        { name: "after", x: stages.map(({ layer }) => layer), y: stages.map(({ lossAfter }) => lossAfter) },
      ],
    }],
  };
}

function judgeFrozen({ stages }: Trained): Judgement {
  const moved = stages.filter(({ earlierUnchanged }) => earlierUnchanged !== true).map(({ layer }) => layer);
  return {
    passed: moved.length === 0,
    message: `Expected earlierUnchanged true for every stage, got others for ${shown(moved)}.`,
  };
}

/** Losses of other data after fewer steps are others, unless nobody computed them. */
function judgeOwnLosses({ stages, again }: Trained): Judgement {
  const isFixed = stages.some(({ lossBefore, lossAfter }, i) =>
    again[i]?.lossBefore === lossBefore && again[i]?.lossAfter === lossAfter
  );
  return { passed: !isFixed, message: "Expected losses that follow from the data, got the same ones for other data." };
}

/** How much of the data's variance is an affine function of the codes, by least squares. */
function explained(codes: Rows, data: Rows): number {
  const [codeMeans, dataMeans] = [columnMeans(codes), columnMeans(data)];
  const centered = codes.map((code) => code.map((value, k) => value - codeMeans[k]!));
  const columns = dataMeans.map((middle, j) => data.map((row) => row[j]! - middle));
  const basis: number[][] = [];
  for (const k of codeMeans.keys()) {
    const column = centered.map((code) => code[k]!);
    const rest = basis.reduce((rest, unit) => {
      const along = rest.reduce((sum, value, i) => sum + value * unit[i]!, 0);
      return rest.map((value, i) => value - along * unit[i]!);
    }, column);
    const length = Math.hypot(...rest);
    if (length > 1e-6) basis.push(rest.map((value) => value / length));
  }
  const total = columns.flat().reduce((sum, value) => sum + value ** 2, 0);
  const kept = columns.flatMap((column) =>
    basis.map((unit) => column.reduce((sum, value, i) => sum + value * unit[i]!, 0))
  );
  return kept.reduce((sum, value) => sum + value ** 2, 0) / total;
}

/**
 * All that a stack knows of a row went through the first encoder, and so its slopes span the directions that this one looks at. Of
 * normal data, what is best told from these directions is affine.
 */
function judgeFirstStage(trained: Trained, training: Training): Judgement {
  const looked = (trained as unknown as { readonly looked: Json }).looked;
  const width = training.data[0]!.length;
  const isWhole = Array.isArray(looked) && looked.length === width && looked.every((line) => isNumbers(line, width));
  if (!isWhole) return { passed: false, message: "Expected finite codes for rows near those of the data, got others." };
  const { values, vectors } = symmetricEigen(looked as number[][]);
  const order = [...values.keys()].toSorted((a, b) => values[b]! - values[a]!);
  const directions = order.slice(0, training.layerSizes[0]).map((index) => vectors[index]!);
  const seen = training.data.map((row) =>
    directions.map((direction) => row.reduce((sum, value, j) => sum + value * direction[j]!, 0))
  );
  return judgeClaim({ ...trained, codes: seen }, training);
}

/**
 * The loss that a stage claims cannot lie below what the best affine decoder leaves of the data, whatever the encoder is and however
 * long it was trained. The margin is for decoders that end in an activation.
 */
function judgeClaim({ stages, codes }: Trained, { data }: Training): Judgement {
  const middle = columnMeans(data);
  const variance = data.flatMap((row) => row.map((value, j) => (value - middle[j]!) ** 2));
  const least = (1 - explained(codes, data)) * variance.reduce((sum, value) => sum + value, 0) / variance.length;
  const claimed = stages[0]!.lossAfter;
  return {
    passed: claimed >= 0.95 * least,
    message: `Expected lossAfter to be reachable from these codes, which leave ${
      shown(least)
    } to the best decoder, got ${shown(claimed)}.`,
  };
}

function judgeSignal({ codes }: Trained, { batch }: Training): Judgement {
  const share = explained(codes, batch);
  return {
    // Low, for units may have died: a code that has nothing to do with its row stays below a tenth.
    passed: share > 0.15,
    message: `Expected more than 0.15 of the variance to be readable from the code, got ${shown(share)}.`,
  };
}

function gaussian(random: Random, { rows, width }: { readonly rows: number; readonly width: number }): number[][] {
  return rowsOf(normals(random, rows * width), width);
}

/** Two strong directions among many that are not: two numbers drawn at random from a row keep far less than the best two. */
function twoOfMany(random: Random): number[][] {
  return Array.from(
    { length: 80 },
    () => Array.from({ length: 40 }, (_, j) => Math.fround((j < 2 ? 1 : 0.3) * random.normal())),
  );
}

/** Two strong directions among eight, and little else. */
function nearPlane(random: Random): number[][] {
  const axes = rowsOf(normals(random, 16, { deviation: 0.5 }), 8);
  return Array.from({ length: 80 }, () => {
    const [s, t] = [random.normal(), random.normal()];
    return axes[0]!.map((value, j) => Math.fround(s * value + t * axes[1]![j]! + 0.05 * random.normal()));
  });
}

function draw(data: Rows, layerSizes: readonly number[], stepsPerLayer: number): { [name: string]: Json } {
  return { data, layerSizes, stepsPerLayer, batch: data.slice(0, 5) };
}

const size = { rows: 80, width: 8 };

export const checks: Record<string, CodingCheck> = {
  "widths": { draw: () => draw(gaussian(seeded(1), size), [6, 3], 40), probe, judge: judge(judgeWidths) },
  "learns": { draw: () => draw(gaussian(seeded(2), size), [6, 3], 80), probe, judge: judge(judgeLearning) },
  "frozen": { draw: () => draw(gaussian(seeded(3), size), [6, 3], 40), probe, judge: judge(judgeFrozen) },
  "deeper": {
    draw: (random) => ({
      ...draw(gaussian(random, size), [7, 5, 2], 80),
      others: gaussian(random, size),
    }),
    probe,
    judge: judge(judgeWidths, judgeLearning, judgeFrozen, judgeOwnLosses),
  },
  "claims-hold": {
    draw(random) {
      const data = twoOfMany(random);
      return { data, layerSizes: [2], stepsPerLayer: 80, batch: data };
    },
    probe,
    judge: judge(judgeWidths, judgeClaim),
  },
  "first-stage-stays": {
    draw: (random) => draw(twoOfMany(random), [2, 8, 8], 80),
    probe: probeStack,
    judge: judge(judgeFirstStage),
  },
  "keeps-signal": {
    draw(random) {
      const data = nearPlane(random);
      return { data, layerSizes: [5, 2], stepsPerLayer: 80, batch: data };
    },
    probe,
    judge: judge(judgeWidths, judgeSignal),
  },
};
