/** Which of `types` an `Accept` header prefers: the one of the highest quality, the first where nothing fits better. */
export function preferredType<T extends string>(accept: string | undefined, types: readonly [T, ...T[]]): T {
  const ranges = (accept ?? "").split(",").map((part) => {
    const [range = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    return { range, quality };
  }).sort((a, b) => b.quality - a.quality);
  for (const { range, quality } of ranges) {
    const type = types.find((type) => type === range);
    if (type && quality > 0) return type;
  }
  return types[0];
}
