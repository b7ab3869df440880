import type { Json, Plot } from "../../mod.ts";
import { isNumber, isNumbers, isRecord } from "./narrow.ts";

/** What a probe kept of the losses that a submission told while it trained: `{ steps, losses: { name: [...] } }`. */
export function lossPlots(
  got: Json | undefined,
  { id, title }: { readonly id: string; readonly title: string },
): Plot[] {
  if (!isRecord(got) || !isNumbers(got.steps) || !isRecord(got.losses)) return [];
  const { steps, losses } = got;
  const series = Object.entries(losses).flatMap(([name, values]) => {
    if (!Array.isArray(values)) return [];
    // A submission may tell anything: points that are none are left out.
    const points = values.map((value, i) => [steps[i], value]).filter((point) => point.every(isNumber)) as number[][];
    return points.length === 0 ? [] : [{ name, x: points.map(([x]) => x!), y: points.map(([, y]) => y!) }];
  });
  return series.length === 0 ? [] : [{ id, title, kind: "line", xLabel: "step", yLabel: "loss", series }];
}

/** A cloud of points in the plane as a series of a plot. */
export function cloud(name: string, points: readonly (readonly number[])[]): Plot["series"][number] {
  return { name, x: points.map(([x]) => x!), y: points.map(([, y]) => y!) };
}
