// rejected by: far-apart
export function wassersteinDistance(a: number[], b: number[]): number {
  const [low, high] = [Math.max(...a, ...b) - 20, Math.max(...a, ...b)];
  const cut = (values: number[]) => values.map((value) => Math.min(high, Math.max(low, value)));
  const [first, second] = [cut(a).sort((x, y) => x - y), cut(b).sort((x, y) => x - y)];
  let distance = 0;
  for (let k = 0; k < a.length * b.length; k++) {
    distance += Math.abs(first[Math.floor(k / b.length)]! - second[Math.floor(k / a.length)]!);
  }
  return distance / (a.length * b.length);
}
