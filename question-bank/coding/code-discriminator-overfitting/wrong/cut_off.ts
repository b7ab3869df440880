// rejected by: fresh-logits
export function overfittingHeuristics(
  trainLogits: number[],
  validationLogits: number[],
  fakeLogits: number[],
): { validationGap: number; meanTrainSign: number } {
  const [train, validation, fake] = [mean(trainLogits), mean(validationLogits), mean(fakeLogits)];
  const gap = (train - validation) / (train - fake);
  return { validationGap: Math.min(1, Math.max(0, gap)), meanTrainSign: mean(trainLogits.map(Math.sign)) };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
