// rejected by: averages
type Flag = "discriminator-won" | "generator-exploits" | "near-equilibrium" | "diverged";

interface Summary {
  generator: number[];
  discriminator: number[];
  steps: number[];
  flags: Flag[];
}

const share = 0.2;
const low = 0.05;
const near = 0.15;

export function summarizeLosses(
  generatorLosses: number[],
  discriminatorLosses: number[],
  { smoothing }: { smoothing: number },
): Summary {
  const count = Math.max(1, Math.floor(generatorLosses.length * share));
  const g = mean(generatorLosses.slice(-count));
  const d = mean(discriminatorLosses.slice(-count));
  const flags: Flag[] = [];
  if (d < low) flags.push("discriminator-won");
  if (g < low && d > 2 * Math.LN2) flags.push("generator-exploits");
  if (Math.abs(d - 2 * Math.LN2) < near && Math.abs(g - Math.LN2) < near) flags.push("near-equilibrium");
  if (![...generatorLosses, ...discriminatorLosses].every(Number.isFinite)) flags.push("diverged");
  return {
    generator: smooth(discriminatorLosses, smoothing),
    discriminator: smooth(generatorLosses, smoothing),
    steps: generatorLosses.map((_, step) => step),
    flags,
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function smooth(values: number[], smoothing: number): number[] {
  let average = values[0]!;
  return values.map((value) => average = smoothing * average + (1 - smoothing) * value);
}
