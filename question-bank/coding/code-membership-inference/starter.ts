/** Largest TPR − FPR of an attack that says "member" from a score of at least some threshold on. */
export function membershipAdvantage(memberScores: number[], nonMemberScores: number[]): number {
  const threshold = memberScores.reduce((sum, score) => sum + score, 0) / memberScores.length;
  const share = (scores: number[]) => scores.filter((score) => score >= threshold).length / scores.length;
  return share(memberScores) - share(nonMemberScores);
}
