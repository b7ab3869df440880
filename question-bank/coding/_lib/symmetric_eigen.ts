import { symmetricEigen as eigenOf } from "../../../kernels/statistics/mod.ts";

/** Eigenvalues of a symmetric matrix, with their eigenvectors as rows, in no order. */
export interface SymmetricEigen {
  readonly values: number[];
  readonly vectors: number[][];
}

/** The decomposition of `kernels/statistics`, for a matrix in rows. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const size = matrix.length;
  const { values, vectors } = eigenOf(Float64Array.from(matrix.flat()), size);
  const row = (k: number) => Array.from({ length: size }, (_, i) => vectors[i * size + k]!);
  return { values: [...values], vectors: Array.from({ length: size }, (_, k) => row(k)) };
}
