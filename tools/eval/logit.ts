/** Logit of a probability that is kept `margin` away from 0 and from 1. */
export function logit(probability: number, { margin }: { readonly margin: number }): number {
  const bounded = Math.min(1 - margin, Math.max(margin, probability));
  return Math.log(bounded / (1 - bounded));
}
