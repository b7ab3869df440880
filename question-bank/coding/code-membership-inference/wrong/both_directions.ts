// rejected by: lower-scores
export function membershipAdvantage(memberScores: number[], nonMemberScores: number[]): number {
  // Between two scores nothing changes; above all of them both rates are 0.
  const thresholds = [...memberScores, ...nonMemberScores, Infinity];
  const rate = (scores: number[], threshold: number) =>
    scores.filter((score) => score >= threshold).length / scores.length;
  return Math.max(
    ...thresholds.map((threshold) => Math.abs(rate(memberScores, threshold) - rate(nonMemberScores, threshold))),
  );
}
