import { type Losses, lossesMax, lossNameMax } from "../protocol.ts";

const pauseMs = 100;

/**
 * The `report` of a probe. A submission may get hold of it: whatever it is called with, plain numbers come out, and not too often.
 * Uses nothing that code in the same realm can replace once the intrinsics are frozen.
 */
export function createReporter(tell: (losses: Losses) => void): (step: unknown, losses: unknown) => void {
  const now = performance.now.bind(performance);
  let next = -Infinity;
  return (step, losses) => {
    if (now() < next || typeof step !== "number" || !Number.isFinite(step)) return;
    if (typeof losses !== "object" || losses === null) return;
    next = now() + pauseMs;
    const told: Record<string, number> = { __proto__: null } as never;
    for (const name of Object.keys(losses).slice(0, lossesMax)) {
      const value: unknown = (losses as Record<string, unknown>)[name];
      if (typeof value === "number" && Number.isFinite(value)) told[name.slice(0, lossNameMax)] = value;
    }
    tell({ step, losses: told });
  };
}
