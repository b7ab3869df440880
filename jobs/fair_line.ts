/** A line in which owners take turns: whoever puts many into it waits behind nobody but himself. */
export interface FairLine {
  /** Puts one at the end of its owner's own line. */
  push(id: string, owner: string): void;
  /** Takes the oldest of the owner whose turn it is. */
  shift(): string | undefined;
  /** Takes one out of the line; `false` when it is not in it. */
  remove(id: string): boolean;
  readonly size: number;
  /** How many one owner has in it. */
  sizeOf(owner: string): number;
}

/** An empty line. */
export function createFairLine(): FairLine {
  // In the order of the turns; nobody with an empty line is in it.
  const byOwner = new Map<string, Set<string>>();
  const owners = new Map<string, string>();
  const remove = (id: string): boolean => {
    const owner = owners.get(id);
    if (owner === undefined) return false;
    owners.delete(id);
    const own = byOwner.get(owner)!;
    own.delete(id);
    if (own.size === 0) byOwner.delete(owner);
    return true;
  };
  return {
    push(id, owner) {
      owners.set(id, owner);
      const own = byOwner.get(owner) ?? new Set();
      byOwner.set(owner, own.add(id));
    },
    shift() {
      const [turn] = byOwner;
      if (!turn) return undefined;
      const [owner, own] = turn;
      const [id] = own;
      remove(id!);
      if (byOwner.delete(owner)) byOwner.set(owner, own);
      return id;
    },
    remove,
    get size() {
      return owners.size;
    },
    sizeOf: (owner) => byOwner.get(owner)?.size ?? 0,
  };
}
