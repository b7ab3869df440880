// rejected by: half-way
export function overfittingHeuristics(
  trainLogits: number[],
  validationLogits: number[],
  _fakeLogits: number[],
): { validationGap: number; meanTrainSign: number } {
  const train = mean(trainLogits);
  return {
    validationGap: train - mean(validationLogits),
    meanTrainSign: mean(trainLogits.map(Math.sign)),
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
