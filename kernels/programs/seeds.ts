/** Integers to seed initialisers with, so that a program starts alike every time. */
export function seeds(random: () => number): () => number {
  return () => 1 + Math.floor(random() * 1e6);
}
