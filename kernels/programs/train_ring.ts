import { type CriticActivation, wganGp } from "./wgan_gp.ts";

export interface RingResult {
  /** Mean slope of the critic over the last third of the training; the penalty's goal is one. */
  readonly slope: number;
  /** Energy distance of the generated points to the ring. */
  readonly score: number;
}

export async function trainWganGp(
  activation: CriticActivation,
  random: () => number,
  steps: number,
): Promise<RingResult> {
  const program = wganGp(activation, random);
  const slopes: number[] = [];
  for (let step = 0; step < steps; step++) {
    program.step();
    if (step >= steps * 2 / 3) slopes.push(program.slope());
  }
  const score = await program.score();
  program.dispose();
  return { slope: slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length, score };
}
