// rejected by: five-to-one
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
  for (let iteration = 1; iteration <= iterations; iteration++) {
    criticStep();
    clipWeights(clipLimit);
    if (iteration % criticSteps === 0) generatorStep();
  }
}
