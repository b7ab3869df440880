// rejected by: order-only
export function membershipAdvantage(memberScores: number[], nonMemberScores: number[]): number {
  const mean = (scores: number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return Math.max(0, mean(memberScores) - mean(nonMemberScores));
}
