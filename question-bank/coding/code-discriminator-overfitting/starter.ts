/** Where held-out images stand between training and generated ones, and how one-sided the training logits are. */
export function overfittingHeuristics(
  trainLogits: number[],
  validationLogits: number[],
  fakeLogits: number[],
): { validationGap: number; meanTrainSign: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const validationGap = mean(validationLogits) - mean(fakeLogits);
  return { validationGap, meanTrainSign: mean(trainLogits) };
}
