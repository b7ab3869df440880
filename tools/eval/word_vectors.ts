import stored from "./word_vectors.json" with { type: "json" };

/** Unit vectors of stems, see `offline_training/gloss_vectors.ts`. */
export interface WordVectors {
  /** The stem's vector, `undefined` for a word that is not known. */
  of(stem: string): Float32Array | undefined;
  readonly dimensions: number;
}

/** As they are stored: the stems, and a byte for each number, in base64. */
export interface StoredVectors {
  readonly dimensions: number;
  readonly words: string;
  readonly rows: string;
}

const byteMax = 127;

/** Vectors in the form that is stored. */
export function storeVectors(
  { words, dimensions, rows }: {
    readonly words: readonly string[];
    readonly dimensions: number;
    readonly rows: Float32Array;
  },
): StoredVectors {
  const bytes = new Int8Array(rows.length);
  for (let i = 0; i < words.length; i++) {
    const row = rows.subarray(i * dimensions, (i + 1) * dimensions);
    const largest = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
    // Only directions matter, so each vector uses the whole range of its bytes.
    row.forEach((value, k) => bytes[i * dimensions + k] = Math.round(byteMax * value / largest));
  }
  return { dimensions, words: words.join(" "), rows: new Uint8Array(bytes.buffer).toBase64() };
}

/** The opposite of {@link storeVectors}. */
export function readVectors({ words, dimensions, rows }: StoredVectors): WordVectors {
  const bytes = new Int8Array(Uint8Array.fromBase64(rows).buffer);
  const vectors = new Map(
    words.split(" ").map((word, i) => {
      const row = Float32Array.from(bytes.subarray(i * dimensions, (i + 1) * dimensions));
      const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
      return [word, row.map((value) => value / norm)];
    }),
  );
  return { dimensions, of: (stem) => vectors.get(stem) };
}

/** The vectors that come with the project. */
export const wordVectors: WordVectors = readVectors(stored);
