// rejected by: identical
export function membershipAdvantage(memberScores: number[], nonMemberScores: number[]): number {
  const all = [
    ...memberScores.map((score) => ({ score, step: 1 / memberScores.length })),
    ...nonMemberScores.map((score) => ({ score, step: -1 / nonMemberScores.length })),
  ].sort((a, b) => b.score - a.score);
  let [advantage, best] = [0, 0];
  for (const { step } of all) {
    advantage += step;
    best = Math.max(best, advantage);
  }
  return best;
}
