/** Eigenvalues of a symmetric matrix, with their eigenvectors as rows, in no order. */
export interface SymmetricEigen {
  readonly values: number[];
  readonly vectors: number[][];
}

const sweepsMax = 60;

/** Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, section 8.5). */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const a = matrix.map((row) => [...row]);
  const vectors = a.map((_, i) => a.map((_, j) => i === j ? 1 : 0));
  const size = a.length;
  for (let sweep = 0; sweep < sweepsMax; sweep++) {
    const offDiagonal = a.reduce((sum, row, i) => sum + row.reduce((part, x, j) => part + (i === j ? 0 : x * x), 0), 0);
    const total = a.reduce((sum, row) => sum + row.reduce((part, x) => part + x * x, 0), 0);
    if (offDiagonal <= 1e-28 * total) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, [p, q]);
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

function rotate(a: number[][], vectors: number[][], [p, q]: readonly [number, number]): void {
  const off = a[p]![q]!;
  if (off === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
  for (const matrix of [a, vectors]) {
    const [first, second] = [matrix[p]!, matrix[q]!];
    matrix[p] = first.map((x, k) => c * x - s * second[k]!);
    matrix[q] = first.map((x, k) => s * x + c * second[k]!);
  }
}
