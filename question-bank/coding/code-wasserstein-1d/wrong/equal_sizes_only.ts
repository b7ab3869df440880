// rejected by: unequal-sizes
export function wassersteinDistance(a: number[], b: number[]): number {
  const [first, second] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)];
  const count = Math.min(a.length, b.length);
  let distance = 0;
  for (let i = 0; i < count; i++) distance += Math.abs(first[i]! - second[i]!);
  return distance / count;
}
