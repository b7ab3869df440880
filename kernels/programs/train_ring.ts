import { type CriticActivation, type Slope, usual, wganGp, type WganGpOptions } from "./wgan_gp.ts";

export interface RingResult {
  /** Means over the last third of the training. */
  readonly slope: Slope;
  /** Energy distance of the generated points to the ring. */
  readonly score: number;
}

export async function trainWganGp(
  activation: CriticActivation,
  random: () => number,
  { steps, ...options }: { readonly steps: number } & Partial<WganGpOptions>,
): Promise<RingResult> {
  const program = wganGp(activation, random, { ...usual, ...options });
  const slopes: Slope[] = [];
  for (let step = 0; step < steps; step++) {
    program.step();
    if (step >= steps * 2 / 3) slopes.push(program.slope());
  }
  const score = await program.score();
  program.dispose();
  const mean = (key: keyof Slope) => slopes.reduce((sum, slope) => sum + slope[key], 0) / slopes.length;
  return { slope: { between: mean("between"), real: mean("real"), share: mean("share") }, score };
}

export function describe({ slope, score }: RingResult): string {
  const { between, real, share } = slope;
  return `slope ${between.toFixed(3)} between, ${real.toFixed(3)} at real points, ${
    Math.round(100 * share)
  } % of it within 0.9 to 1.1, energy distance ${score.toFixed(2)}`;
}
