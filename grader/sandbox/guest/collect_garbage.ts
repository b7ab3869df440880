/** Gives the memory back that starting took: a ready child may wait for long. */
export function collectGarbage(): void {
  const { gc } = globalThis as { gc?: (options: object) => void };
  gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
}
