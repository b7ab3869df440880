export function wassersteinDistance(a: number[], b: number[]): number {
  const steps = [
    ...a.map((at) => ({ at, by: 1 / a.length })),
    ...b.map((at) => ({ at, by: -1 / b.length })),
  ].sort((first, second) => first.at - second.at);
  let difference = 0;
  let distance = 0;
  steps.forEach(({ at, by }, i) => {
    difference += by;
    const next = steps[i + 1]?.at ?? at;
    distance += Math.abs(difference) * (next - at);
  });
  return distance;
}
