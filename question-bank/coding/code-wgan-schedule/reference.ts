interface Options {
  criticSteps: number;
  iterations: number;
  clipLimit: number;
  criticStep: () => void;
  generatorStep: () => void;
  clipWeights: (limit: number) => void;
}

export function runWganSchedule(
  { criticSteps, iterations, clipLimit, criticStep, generatorStep, clipWeights }: Options,
): void {
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let step = 0; step < criticSteps; step++) {
      criticStep();
      clipWeights(clipLimit);
    }
    generatorStep();
  }
}
