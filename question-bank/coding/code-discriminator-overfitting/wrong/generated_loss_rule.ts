// rejected by: no-overfitting
/** Overfitting taken for a low loss on training images and a high one on generated images. */
export function overfittingHeuristics(
  trainLogits: number[],
  _validationLogits: number[],
  fakeLogits: number[],
): { validationGap: number; meanTrainSign: number } {
  const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const validationGap = mean(fakeLogits.map(softplus)) - mean(trainLogits.map((logit) => softplus(-logit)));
  return { validationGap, meanTrainSign: mean(trainLogits.map(Math.sign)) };
}
