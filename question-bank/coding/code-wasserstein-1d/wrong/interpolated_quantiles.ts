// rejected by: unequal-sizes
export function wassersteinDistance(a: number[], b: number[]): number {
  const [first, second] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)];
  const at = (values: number[], u: number) => {
    const position = u * (values.length - 1);
    const below = Math.floor(position);
    return values[below]! + (position - below) * ((values[below + 1] ?? values[below]!) - values[below]!);
  };
  let distance = 0;
  for (let k = 0; k < 1000; k++) distance += Math.abs(at(first, (k + 0.5) / 1000) - at(second, (k + 0.5) / 1000));
  return distance / 1000;
}
