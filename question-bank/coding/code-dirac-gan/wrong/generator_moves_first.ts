// rejected by: first-alternating-step
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
  const slope = (t: number) => loss === "wasserstein" ? 1 : 1 / (1 + Math.exp(t));
  const states = [{ theta: options.theta, psi: options.psi }];
  for (let step = 0; step < steps; step++) {
    const { theta, psi } = states[step]!;
    const nextTheta = theta - learningRate * psi * slope(theta * psi);
    const seen = schedule === "alternating" ? nextTheta : theta;
    const nextPsi = psi + learningRate * (seen * slope(seen * psi) - gamma * psi);
    states.push({ theta: nextTheta, psi: nextPsi });
  }
  return states;
}
