// rejected by: few-exposed
export function membershipAdvantage(memberScores: number[], nonMemberScores: number[]): number {
  const sorted = [...memberScores, ...nonMemberScores].sort((a, b) => a - b);
  const thresholds = [sorted[Math.floor(sorted.length / 2)]!, Infinity];
  const rate = (scores: number[], threshold: number) =>
    scores.filter((score) => score >= threshold).length / scores.length;
  return Math.max(
    ...thresholds.map((threshold) => rate(memberScores, threshold) - rate(nonMemberScores, threshold)),
  );
}
