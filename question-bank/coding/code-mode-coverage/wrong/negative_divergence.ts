// rejected by: collapsed
export function modeCoverage(
  samples: number[][],
  centers: number[][],
  standardDeviation: number,
  maxDeviations = 3,
  minShare = 0.01,
): { modesCovered: number; highQualityShare: number; klDivergence: number } {
  const counts = centers.map(() => 0);
  for (const sample of samples) {
    const distances = centers.map((center) => Math.hypot(...center.map((value, j) => value - sample[j]!)));
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest]! <= maxDeviations * standardDeviation) counts[nearest]!++;
  }
  const good = counts.reduce((sum, count) => sum + count, 0);
  const klDivergence = counts
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + (count / good) * Math.log((count / good) * centers.length), 0);
  return {
    modesCovered: counts.filter((count) => count / samples.length >= minShare).length,
    highQualityShare: good / samples.length,
    klDivergence: -klDivergence,
  };
}
