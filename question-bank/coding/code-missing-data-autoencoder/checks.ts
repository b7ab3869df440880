import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isRecord, judgeNumbers, judgeScalar, mean, normals, shown, uniforms } from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];

/** The autoencoder gives x·weights + bias, the same bias for every row. */
interface Table {
  readonly inputs: Rows;
  readonly mask: Rows;
  readonly weights: Rows;
  readonly bias: readonly number[];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, mask: observed, weights, bias } = inputs as unknown as Table;
  const table = tf.tensor2d(rows);
  const mask = tf.tensor2d(observed);
  const variable = tf.variable(tf.tensor2d(weights));
  let received: number[] = [];
  const autoencoder = (x: { dataSync(): Float32Array }) => {
    received = [...x.dataSync()];
    return tf.matMul(x, variable).add(bias);
  };
  const { value, grads } = tf.variableGrads(
    () => candidate.maskedReconstructionLoss(autoencoder, table, mask),
    [variable],
  );
  const gradient = [...grads[variable.name].dataSync()];
  variable.dispose();
  return { shape: value.shape, value: value.dataSync()[0], received, gradient };
};

const probeImpute: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, mask: observed, weights, bias } = inputs as unknown as Table;
  const matrix = tf.tensor2d(weights);
  let received: number[] = [];
  const autoencoder = (x: { dataSync(): Float32Array }) => {
    received = [...x.dataSync()];
    return tf.matMul(x, matrix).add(bias);
  };
  const filled = candidate.impute(autoencoder, tf.tensor2d(rows), tf.tensor2d(observed));
  return { shape: filled.shape, values: [...filled.dataSync()], received };
};

// float64 and plain loops: independent of what is examined.
const masked = ({ inputs, mask }: Table) => inputs.map((row, i) => row.map((x, j) => x * mask[i]![j]!));
const outputOf = ({ weights, bias }: Table, rows: Rows) =>
  rows.map((row) => bias.map((b, k) => row.reduce((sum, x, j) => sum + x * weights[j]![k]!, b)));
const count = ({ mask }: Table) => mask.flat().reduce((sum, m) => sum + m, 0);

/** Squared errors, row by row. */
const squares = (target: Rows, output: Rows) =>
  target.flatMap((row, i) => row.map((x, j) => (x - output[i]![j]!) ** 2));

function lossOf(table: Table, output = outputOf(table, masked(table))): number {
  const mask = table.mask.flat();
  return squares(table.inputs, output).reduce((sum, square, i) => sum + square * mask[i]!, 0) / count(table);
}

function gradientOf(table: Table): number[] {
  const rows = masked(table);
  const output = outputOf(table, rows);
  return table.weights.flatMap((weights, j) =>
    weights.map((_, k) =>
      rows.reduce(
        (sum, row, i) => sum + 2 * row[j]! * table.mask[i]![k]! * (output[i]![k]! - table.inputs[i]![k]!),
        0,
      ) / count(table)
    )
  );
}

const inWords = ({ inputs, mask }: Table) =>
  `inputs ${JSON.stringify(inputs)}, mask ${JSON.stringify(mask)}`.replaceAll(",", ", ");

function judgeLoss(output: Json, inputs: Json): Judgement {
  const table = inputs as unknown as Table;
  const hidden = masked(table);
  const right = lossOf(table);
  const all = squares(table.inputs, outputOf(table, hidden));
  const entries = all.length;
  return judgeScalar(output, right, {
    tolerance: 1e-4,
    what: "the loss",
    input: inWords(table),
    suspicions: [
      { says: "that counts the numbers at missing entries as truth", value: mean(all) },
      { says: "that counts zeros at missing entries as truth", value: mean(squares(hidden, outputOf(table, hidden))) },
      { says: "that divides by all entries, not by the observed ones", value: right * count(table) / entries },
      { says: "that divides by the number of rows", value: right * count(table) / table.inputs.length },
      { says: "that is the sum, not the mean", value: right * count(table) },
      { says: "there the autoencoder sees the hidden numbers", value: lossOf(table, outputOf(table, table.inputs)) },
    ],
  });
}

function judgeReceived(output: Json, inputs: Json): Judgement {
  const table = inputs as unknown as Table;
  return judgeNumbers(isRecord(output) ? output.received : undefined, masked(table).flat(), {
    tolerance: 1e-6,
    what: "inputs · mask as what the autoencoder receives",
    input: inWords(table),
    suspicions: [{ says: "that shows it what is missing", value: table.inputs.flat() }],
  });
}

function judgeImputed(output: Json, inputs: Json): Judgement {
  const table = inputs as unknown as Table;
  const made = outputOf(table, masked(table)).flat();
  const [entries, mask] = [table.inputs.flat(), table.mask.flat()];
  const got = isRecord(output) ? output : {};
  const shape = [table.inputs.length, table.inputs[0]!.length];
  if (JSON.stringify(got.shape) !== JSON.stringify(shape)) {
    return { passed: false, message: `Expected a table of shape ${shown(shape)}, got ${shown(got.shape)}.` };
  }
  return judgeNumbers(got.values, entries.map((x, i) => mask[i] === 1 ? x : made[i]!), {
    tolerance: 1e-4,
    what: "the table",
    input: inWords(table),
    suspicions: [
      { says: "there observed entries are replaced, too", value: made },
      { says: "there the gaps hold zeros", value: entries.map((x, i) => x * mask[i]!) },
      { says: "nothing is filled in", value: entries },
      { says: "there the mask is turned around", value: entries.map((x, i) => mask[i] === 1 ? made[i]! : x) },
    ],
  });
}

const constant = (width: number, value: number): Pick<Table, "weights" | "bias"> => ({
  weights: Array.from({ length: width }, () => Array<number>(width).fill(0)),
  bias: Array<number>(width).fill(value),
});
const identity = (width: number): Pick<Table, "weights" | "bias"> => ({
  weights: Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) => Number(i === j))),
  bias: Array<number>(width).fill(0),
});
const fixed = (table: Table): CodingCheck["draw"] => () => table as unknown as Json;

function drawTable(random: Random): Json {
  const [rows, columns] = [6, 4];
  const table = (deviation: number, mean = 0) =>
    Array.from({ length: rows }, () => normals(random, columns, { deviation, mean }));
  // One row is observed as a whole and one in a single entry: a mean of row means is never that of all entries.
  const mask = Array.from(
    { length: rows },
    (_, i) => uniforms(random, columns).map((u, j) => Number(i === 0 || (i === 1 ? j === 0 : u < 0.6))),
  );
  return {
    inputs: table(2, 1),
    mask,
    weights: Array.from({ length: columns }, () => normals(random, columns, { deviation: 0.5 })),
    bias: normals(random, columns),
  };
}

export const checks: Record<string, CodingCheck> = {
  "hidden-thousand": {
    draw: fixed({ inputs: [[3, 1000], [1, -1]], mask: [[1, 0], [1, 1]], ...constant(2, 1) }),
    probe,
    judge(output, inputs) {
      const judged = judgeLoss(output, inputs);
      return { ...judged, input: `${judged.input}, an autoencoder that returns 1 everywhere` };
    },
  },
  "received": {
    draw: fixed({ inputs: [[1, 7, 2], [1000, -1, 3]], mask: [[1, 0, 1], [0, 1, 1]], ...identity(3) }),
    probe,
    judge: judgeReceived,
  },
  "imputed": {
    draw: fixed({ inputs: [[1, 2, 3]], mask: [[1, 0, 1]], ...constant(3, 9) }),
    probe: probeImpute,
    judge(output, inputs) {
      const judged = judgeImputed(output, inputs);
      return { ...judged, input: `${inWords(inputs as unknown as Table)}, an autoencoder that returns 9 everywhere` };
    },
  },
  "received-imputing": {
    draw: fixed({ inputs: [[1, 7, 2], [1000, -1, 3]], mask: [[1, 0, 1], [0, 1, 1]], ...identity(3) }),
    probe: probeImpute,
    judge: judgeReceived,
  },
  "nothing-missing": {
    draw: fixed({ inputs: [[1, 2], [3, 4], [0, 5]], mask: [[1, 1], [1, 1], [1, 1]], ...constant(2, 2) }),
    probe: ({ tf, candidate, inputs }) => {
      const { inputs: rows, mask: observed, bias } = inputs as unknown as Table;
      const autoencoder = (x: unknown) => tf.zerosLike(x).add(bias);
      const loss = candidate.maskedReconstructionLoss(autoencoder, tf.tensor2d(rows), tf.tensor2d(observed));
      const filled = candidate.impute(autoencoder, tf.tensor2d(rows), tf.tensor2d(observed));
      return {
        loss: { shape: loss.shape, value: loss.dataSync()[0] },
        filled: { shape: filled.shape, values: [...filled.dataSync()] },
      };
    },
    judge(output, inputs) {
      const { loss = null, filled = null } = isRecord(output) ? output : {};
      const judged = judgeLoss(loss, inputs);
      return judged.passed ? judgeImputed(filled, inputs) : judged;
    },
  },
  "fresh-table": {
    draw: (random) => ({ loss: drawTable(random), imputed: drawTable(random) }),
    probe: ({ tf, candidate, inputs }) => {
      const { loss, imputed } = inputs as unknown as { loss: Table; imputed: Table };
      const variable = tf.variable(tf.tensor2d(loss.weights));
      const autoencoder = (x: unknown) => tf.matMul(x, variable).add(loss.bias);
      const [table, mask] = [tf.tensor2d(loss.inputs), tf.tensor2d(loss.mask)];
      const { value, grads } = tf.variableGrads(
        () => candidate.maskedReconstructionLoss(autoencoder, table, mask),
        [variable],
      );
      const gradient = [...grads[variable.name].dataSync()];
      variable.dispose();
      const matrix = tf.tensor2d(imputed.weights);
      const filled = candidate.impute(
        (x: unknown) => tf.matMul(x, matrix).add(imputed.bias),
        tf.tensor2d(imputed.inputs),
        tf.tensor2d(imputed.mask),
      );
      return {
        loss: { shape: value.shape, value: value.dataSync()[0], gradient },
        imputed: { shape: filled.shape, values: [...filled.dataSync()] },
      };
    },
    judge(output, inputs) {
      const tables = inputs as unknown as { loss: Table; imputed: Table };
      const got = isRecord(output) ? output : {};
      const judged = judgeLoss(got.loss ?? null, tables.loss as unknown as Json);
      if (!judged.passed) return judged;
      const gradient = judgeNumbers(isRecord(got.loss) ? got.loss.gradient : undefined, gradientOf(tables.loss), {
        tolerance: 1e-3,
        what: "the gradient by the autoencoder's weights",
      });
      return gradient.passed ? judgeImputed(got.imputed ?? null, tables.imputed as unknown as Json) : gradient;
    },
  },
};
