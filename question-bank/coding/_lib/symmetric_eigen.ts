/** Eigenvalues of a symmetric matrix, with their eigenvectors as rows, in no order. */
export interface SymmetricEigen {
  readonly values: number[];
  readonly vectors: number[][];
}

const sweepsMax = 60;

/** Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, section 8.5). */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const size = matrix.length;
  const rows = matrix.map((row) => Float64Array.from(row));
  const vectors = rows.map((_, i) => Float64Array.from({ length: size }, (_, j) => i === j ? 1 : 0));
  const total = rows.reduce((sum, row) => sum + row.reduce((part, x) => part + x * x, 0), 0);
  for (let sweep = 0; sweep < sweepsMax; sweep++) {
    let offDiagonal = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) offDiagonal += 2 * rows[p]![q]! ** 2;
    if (offDiagonal <= 1e-28 * total) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) annihilate(rows, vectors, [p, q]);
    }
  }
  return { values: rows.map((row, i) => row[i]!), vectors: vectors.map((row) => [...row]) };
}

/** Turns the entries at [p, q] and [q, p] to zero. */
function annihilate(rows: Float64Array[], vectors: Float64Array[], [p, q]: readonly [number, number]): void {
  const [first, second] = [rows[p]!, rows[q]!];
  if (first[q] === 0) return;
  const theta = (second[q]! - first[p]!) / (2 * first[q]!);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of rows) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  rotate(first, second, [cosine, sine]);
  rotate(vectors[p]!, vectors[q]!, [cosine, sine]);
}

function rotate(first: Float64Array, second: Float64Array, [cosine, sine]: readonly [number, number]): void {
  for (let k = 0; k < first.length; k++) {
    const [x, y] = [first[k]!, second[k]!];
    first[k] = cosine * x - sine * y;
    second[k] = sine * x + cosine * y;
  }
}
