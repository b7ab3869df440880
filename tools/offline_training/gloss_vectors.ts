import { functionWords, words } from "../../grader/free_text/words.ts";
import { stemOf } from "../../grader/free_text/offline/lexicon.ts";
import { symmetricEigen } from "../../kernels/statistics/mod.ts";
import { seeded } from "../eval/bootstrap.ts";

/** Word vectors: `rows` holds `dimensions` numbers for each word, of unit length together. */
export interface Vectors {
  readonly words: readonly string[];
  readonly dimensions: number;
  readonly rows: Float32Array;
}

/** Options of {@link vectorsOf}. */
export interface VectorOptions {
  /** Most frequent stems that get a vector. */
  readonly words: number;
  readonly dimensions: number;
}

const reach = 6;
const countMin = 4;
// Rare contexts weigh less than their counts say (Levy, Goldberg and Dagan 2015).
const contextPower = 0.75;
const spareDimensions = 20;
const powerIterations = 3;

/** WordNet's entries from the text of its data files (`data.noun` …): the synset's words and its gloss, one text each. */
export function glosses(dataFiles: readonly string[]): string[] {
  return dataFiles.flatMap((file) =>
    file.split("\n").flatMap((line) => {
      const bar = line.indexOf("|");
      if (bar < 0 || line.startsWith("  ")) return [];
      const fields = line.slice(0, bar).split(" ");
      const count = Number.parseInt(fields[3] ?? "0", 16);
      const lemmas = Array.from({ length: count }, (_, i) => (fields[4 + 2 * i] ?? "").replaceAll("_", " "));
      return [`${lemmas.join(" ")} ${line.slice(bar + 1)}`];
    })
  );
}

/**
 * Vectors of stems from the company that they keep: positive pointwise mutual information of words up to six apart (weighed by
 * 1/distance), reduced by a truncated singular value decomposition, each singular value under a square root (Levy, Goldberg and
 * Dagan 2015). Deterministic.
 */
export function vectorsOf(texts: readonly string[], { words: limit, dimensions }: VectorOptions): Vectors {
  const documents = texts.map((text) =>
    words(text).flatMap(({ text }) => functionWords.has(text) || !/^\p{L}+$/u.test(text) ? [] : [stemOf(text)])
  );
  const vocabulary = frequent(documents, limit);
  const matrix = informationOf(documents, vocabulary);
  const { basis, values } = truncatedSvd(matrix, Math.min(dimensions, vocabulary.length));
  const rows = new Float32Array(vocabulary.length * values.length);
  for (let i = 0; i < vocabulary.length; i++) {
    let norm = 0;
    for (let k = 0; k < values.length; k++) {
      const value = (basis[k]?.[i] ?? 0) * Math.sqrt(values[k] ?? 0);
      rows[i * values.length + k] = value;
      norm += value * value;
    }
    for (let k = 0; k < values.length; k++) rows[i * values.length + k]! /= Math.sqrt(norm) || 1;
  }
  return { words: vocabulary, dimensions: values.length, rows };
}

function frequent(documents: readonly (readonly string[])[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const document of documents) for (const word of document) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([, n]) => n >= countMin)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, limit).map(([word]) => word);
}

/** A sparse square matrix, row by row. */
interface Sparse {
  readonly size: number;
  /** Row i is entries `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

function informationOf(documents: readonly (readonly string[])[], vocabulary: readonly string[]): Sparse {
  const size = vocabulary.length;
  const indexOf = new Map(vocabulary.map((word, i) => [word, i]));
  const together = Array.from({ length: size }, () => new Map<number, number>());
  const add = (a: number, b: number, n: number) => together[a]?.set(b, (together[a].get(b) ?? 0) + n);
  for (const document of documents) {
    const known = document.flatMap((word) => indexOf.get(word) ?? []);
    known.forEach((a, i) => {
      for (let d = 1; d <= reach && i + d < known.length; d++) {
        const b = known[i + d] ?? 0;
        add(a, b, 1 / d);
        add(b, a, 1 / d);
      }
    });
  }
  const sums = together.map((row) => row.values().reduce((sum, n) => sum + n, 0));
  const smoothed = sums.map((sum) => sum ** contextPower);
  const all = smoothed.reduce((sum, n) => sum + n, 0);
  const starts = new Int32Array(size + 1);
  const columns: number[] = [], values: number[] = [];
  together.forEach((row, i) => {
    for (const [j, n] of row) {
      const information = Math.log(n * all / ((sums[i] ?? 1) * (smoothed[j] ?? 1)));
      if (information <= 0) continue;
      columns.push(j);
      values.push(information);
    }
    starts[i + 1] = columns.length;
  });
  return { size, starts, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

// Randomised subspace iteration (Halko, Martinsson and Tropp 2011): left singular vectors and singular values, largest first.
function truncatedSvd(matrix: Sparse, dimensions: number): { basis: Float64Array[]; values: number[] } {
  const width = Math.min(matrix.size, dimensions + spareDimensions);
  const random = seeded(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let columns = Array.from({ length: width }, () => times(matrix, Float64Array.from({ length: matrix.size }, normal)));
  orthonormalise(columns);
  for (let n = 0; n < powerIterations; n++) {
    const back = columns.map((column) => transposedTimes(matrix, column));
    orthonormalise(back);
    columns = back.map((column) => times(matrix, column));
    orthonormalise(columns);
  }
  // The matrix seen from within the subspace is small enough to be decomposed as it is.
  const inside = columns.map((column) => transposedTimes(matrix, column));
  const gram = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) gram[i * width + j] = gram[j * width + i] = dot(inside[i]!, inside[j]!);
  }
  const { values, vectors } = symmetricEigen(gram, width);
  const order = Array.from(values, (_, k) => k).sort((a, b) => values[b]! - values[a]!).slice(0, dimensions);
  const basis = order.map((k) => {
    const column = new Float64Array(matrix.size);
    for (let j = 0; j < width; j++) {
      const share = vectors[j * width + k]!;
      const own = columns[j]!;
      for (let i = 0; i < column.length; i++) column[i]! += share * own[i]!;
    }
    return column;
  });
  return { basis, values: order.map((k) => Math.sqrt(Math.max(0, values[k]!))) };
}

function times({ size, starts, columns, values }: Sparse, vector: Float64Array): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) sum += values[k]! * vector[columns[k]!]!;
    result[i] = sum;
  }
  return result;
}

function transposedTimes({ size, starts, columns, values }: Sparse, vector: Float64Array): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let k = starts[i]!; k < starts[i + 1]!; k++) result[columns[k]!]! += values[k]! * vector[i]!;
  }
  return result;
}

// What is left of a column that the ones before it hold is noise.
const noise = 1e-9;

// Modified Gram-Schmidt, twice for accuracy; columns that depend on the ones before them become 0.
function orthonormalise(columns: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    columns.forEach((column, i) => {
      const length = Math.sqrt(dot(column, column));
      for (const before of columns.slice(0, i)) {
        const share = dot(before, column);
        for (let k = 0; k < column.length; k++) column[k]! -= share * before[k]!;
      }
      const left = Math.sqrt(dot(column, column));
      const scale = left <= noise * length ? 0 : 1 / left;
      for (let k = 0; k < column.length; k++) column[k]! *= scale;
    });
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
