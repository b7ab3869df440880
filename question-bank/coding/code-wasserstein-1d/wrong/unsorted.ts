// rejected by: shifted
export function wassersteinDistance(a: number[], b: number[]): number {
  const [first, second] = [[...a], [...b]];
  let distance = 0;
  for (let k = 0; k < a.length * b.length; k++) {
    distance += Math.abs(first[Math.floor(k / b.length)]! - second[Math.floor(k / a.length)]!);
  }
  return distance / (a.length * b.length);
}
