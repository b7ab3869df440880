// rejected by: logistic-steps
interface State {
  theta: number;
  psi: number;
}

export function simulateDiracGan(options: {
  theta: number;
  psi: number;
  learningRate: number;
  steps: number;
  schedule: "simultaneous" | "alternating";
  loss: "wasserstein" | "logistic";
  gamma?: number;
}): State[] {
  const { learningRate, steps, schedule, loss, gamma = 0 } = options;
  const slope = (t: number) => loss === "wasserstein" ? 1 : 1 / (1 + Math.exp(-t));
  const states = [{ theta: options.theta, psi: options.psi }];
  for (let step = 0; step < steps; step++) {
    const { theta, psi } = states[step]!;
    const nextPsi = psi + learningRate * (theta * slope(theta * psi) - gamma * psi);
    const seen = schedule === "alternating" ? nextPsi : psi;
    const nextTheta = theta - learningRate * seen * slope(theta * seen);
    states.push({ theta: nextTheta, psi: nextPsi });
  }
  return states;
}
