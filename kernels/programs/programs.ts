import { auxiliaryClassifierGan } from "./auxiliary_classifier_gan.ts";
import { conditionalGan } from "./conditional_gan.ts";
import { convCritic } from "./conv_critic.ts";
import { cycleGan } from "./cycle_gan.ts";
import { dcgan, tutorialSize } from "./dcgan.ts";
import { mlpGan } from "./mlp_gan.ts";
import type { Program } from "./program.ts";
import { superResolutionGan } from "./super_resolution_gan.ts";
import { vae } from "./vae.ts";
import { wganGp } from "./wgan_gp.ts";

/** Every program by name, built from a generator of uniform numbers. */
export const programs = {
  "mlp gan": mlpGan,
  "dcgan 16": (random) => dcgan({ image: 16, channels: 8, kernel: 4, batch: 8 }, random),
  "dcgan 28": (random) => dcgan({ image: 28, channels: 16, kernel: 4, batch: 16 }, random),
  "dcgan tutorial": (random) => dcgan(tutorialSize, random),
  "wgan-gp tanh": (random) => wganGp("tanh", random),
  "wgan-gp sigmoid": (random) => wganGp("sigmoid", random),
  "wgan-gp leakyRelu": (random) => wganGp("leakyRelu", random),
  "wgan-gp elu": (random) => wganGp("elu", random),
  "conv critic": convCritic,
  "conditional gan": conditionalGan,
  "dense vae": (random) => vae("dense", random),
  "conv vae": (random) => vae("convolutional", random),
  acgan: auxiliaryClassifierGan,
  cyclegan: cycleGan,
  srgan: superResolutionGan,
} as const satisfies Record<string, (random: () => number) => Program>;

export type ProgramName = keyof typeof programs;
