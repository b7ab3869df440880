// rejected by: signs
export function overfittingHeuristics(
  trainLogits: number[],
  validationLogits: number[],
  fakeLogits: number[],
): { validationGap: number; meanTrainSign: number } {
  const train = mean(trainLogits);
  return {
    validationGap: (train - mean(validationLogits)) / (train - mean(fakeLogits)),
    meanTrainSign: mean(trainLogits),
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
