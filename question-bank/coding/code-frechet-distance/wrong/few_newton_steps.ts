// rejected by: identical
export function frechetDistance(
  mean1: number[],
  covariance1: number[][],
  mean2: number[],
  covariance2: number[][],
): number {
  const root = squareRoot(covariance1);
  const inner = multiply(multiply(root, covariance2), root);
  const overlap = trace(newtonSchulz(inner));
  const shift = mean1.reduce((sum, value, i) => sum + (value - mean2[i]!) ** 2, 0);
  return shift + trace(covariance1) + trace(covariance2) - 2 * overlap;
}

/** Three steps are not enough for small eigenvalues. */
function newtonSchulz(matrix: number[][]): number[][] {
  const scale = Math.sqrt(matrix.flat().reduce((sum, value) => sum + value * value, 0));
  const unit: number[][] = matrix.map((_, i) => matrix.map((_, j) => (i === j ? 1 : 0)));
  let y = matrix.map((row) => row.map((value) => value / scale));
  let z = unit;
  for (let step = 0; step < 3; step++) {
    const zy = multiply(z, y);
    const t = unit.map((row, i) => row.map((value, j) => 1.5 * value - 0.5 * zy[i]![j]!));
    [y, z] = [multiply(y, t), multiply(t, z)];
  }
  return y.map((row) => row.map((value) => value * Math.sqrt(scale)));
}

const trace = (matrix: number[][]) => matrix.reduce((sum, row, i) => sum + row[i]!, 0);

function multiply(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** V √Λ Vᵀ of a symmetric matrix V Λ Vᵀ. */
function squareRoot(matrix: number[][]): number[][] {
  const { values, vectors } = eigen(matrix);
  const roots = values.map((value) => Math.sqrt(Math.max(value, 0)));
  return vectors.map((a) => vectors.map((b) => a.reduce((sum, value, k) => sum + value * roots[k]! * b[k]!, 0)));
}

/** Eigenvalues, and eigenvectors in columns, by cyclic Jacobi rotations. */
function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => [...row]);
  const size = a.length;
  const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p]![q]!) < 1e-14) continue;
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[p]![p]! - a[q]![q]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (const rows of [a, vectors]) {
          for (const row of rows) [row[p], row[q]] = [c * row[p]! + s * row[q]!, c * row[q]! - s * row[p]!];
        }
        const [first, second] = [[...a[p]!], [...a[q]!]];
        a[p] = first.map((x, k) => c * x + s * second[k]!);
        a[q] = first.map((x, k) => c * second[k]! - s * x);
      }
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}
