// Where a submission runs the name is taken away before it does.
const { gc } = globalThis as { gc?: (options: object) => void };

/** How much is given back: "last-resort" throws away compiled code as well, which is then compiled again when it is called. */
export type Flavor = "regular" | "last-resort";

/** Gives the memory back that starting took: a ready child may wait for long. */
export function collectGarbage(flavor: Flavor): void {
  gc?.({ type: "major", execution: "sync", flavor });
}
