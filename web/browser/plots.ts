/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Plot } from "../../question-bank/mod.ts";
import { client } from "../messages/en.ts";

/** Draws the plots in a part. Their numbers are in a table beside them, whatever happens here. */
export async function drawPlots(part: Element): Promise<void> {
  const areas = [...part.querySelectorAll<HTMLElement>(".plot-area[hidden]")];
  if (areas.length === 0) return;
  try {
    const { drawPlot } = await import("./plot.ts");
    for (const area of areas) {
      area.hidden = false;
      await drawPlot(area, JSON.parse(area.dataset.series ?? "") as Plot);
    }
  } catch {
    for (const area of areas) {
      area.hidden = false;
      area.textContent = client.plotFailed;
    }
  }
}
