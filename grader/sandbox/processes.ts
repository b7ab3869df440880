/** A process as Linux tells it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** "Z" for one that has ended and was not waited for. */
  readonly state: string;
}

/** All processes below one, zombies included. */
export function descendantsOf(pid: number): ProcessInfo[] {
  const all = processes();
  const below = (parent: number): ProcessInfo[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

/** Whether any of them is there and has not ended. */
export function areAlive(pids: readonly number[]): boolean {
  return processes().some(({ pid, state }) => pids.includes(pid) && state !== "Z");
}

function processes(): ProcessInfo[] {
  return Array.from(Deno.readDirSync("/proc"), ({ name }) => Number(name)).filter(Number.isInteger).flatMap((pid) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
      const found = /^\d+ \((.*)\) (\S) (\d+)/s.exec(stat);
      return found ? [{ pid, parent: Number(found[3]), name: found[1]!, state: found[2]! }] : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
