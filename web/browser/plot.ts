/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import uPlot from "uplot";
import type { Plot } from "../../question-bank/mod.ts";
import { loadStyle, pageData } from "./page_data.ts";

const heightPx = 220;
const squareMaxPx = 380;
/** A series of so few points stands out as rings over the crowd. */
const fewPoints = 50;
/** Axes whose ranges differ by less show one unit as equally long on both. */
const sameUnitRatioMax = 4;
const dashes: readonly number[][] = [[], [6, 4], [2, 3], [10, 3, 2, 3]];

/** Draws one plot into its area, again when the area or the colours change. */
export async function drawPlot(area: HTMLElement, plot: Plot): Promise<void> {
  if (plot.kind === "image") return drawImages(area, plot);
  await loadStyle(pageData.plotCss);
  let chart: uPlot | undefined;
  const draw = () => {
    chart?.destroy();
    chart = new uPlot(optionsOf(area, plot), dataOf(plot), area);
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new ResizeObserver(() => chart?.setSize(sizeOf(area, plot))).observe(area);
}

/** Begins a chart of losses that grow; returns what draws it with all that was told so far. */
export async function liveLosses(
  area: HTMLElement,
  labels: Pick<Plot, "xLabel" | "yLabel">,
): Promise<(told: readonly { readonly step: number; readonly losses: Readonly<Record<string, number>> }[]) => void> {
  await loadStyle(pageData.plotCss);
  let chart: uPlot | undefined;
  return (told) => {
    if (told.length === 0 || !area.isConnected) return;
    const names = Object.keys(told[0]!.losses);
    const series = names.map((name) => {
      const known = told.filter(({ losses }) => losses[name] !== undefined);
      return { name, x: known.map(({ step }) => step), y: known.map(({ losses }) => losses[name]!) };
    });
    const plot: Plot = { id: "live", title: "", kind: "line", ...labels, series };
    if (chart) return chart.setData(dataOf(plot));
    chart = new uPlot(optionsOf(area, plot), dataOf(plot), area);
    new ResizeObserver(() => chart?.setSize(sizeOf(area, plot))).observe(area);
  };
}

/** A cloud of points is shown in a square. */
function sizeOf(area: HTMLElement, { kind }: Plot): { readonly width: number; readonly height: number } {
  const width = area.clientWidth;
  return kind === "scatter"
    ? { width: Math.min(width, squareMaxPx), height: Math.min(width, squareMaxPx) }
    : { width, height: heightPx };
}

/** Ranges in which a circle is round; `null` where the axes have little to do with each other. */
function roundRanges({ series }: Plot): { readonly x: uPlot.Range.MinMax; readonly y: uPlot.Range.MinMax } | null {
  const range = (values: readonly number[]) =>
    values.reduce(
      ([least, most], value) =>
        Number.isFinite(value) ? [Math.min(least, value), Math.max(most, value)] : [least, most],
      [Infinity, -Infinity],
    ) as [number, number];
  const [x, y] = [range(series.flatMap(({ x }) => x)), range(series.flatMap(({ y }) => y))];
  const [xSpan, ySpan] = [x[1] - x[0], y[1] - y[0]];
  const span = 1.1 * Math.max(xSpan, ySpan);
  if (!(span > 0 && Number.isFinite(span)) || Math.max(xSpan, ySpan) > sameUnitRatioMax * Math.min(xSpan, ySpan)) {
    return null;
  }
  const around = ([least, most]: [number, number]): uPlot.Range.MinMax => {
    const middle = (least + most) / 2;
    return [middle - span / 2, middle + span / 2];
  };
  return { x: around(x), y: around(y) };
}

/** Series of different x joined over all x that occur, in rising order. */
function dataOf(plot: Plot): uPlot.AlignedData {
  const tables = plot.series.map(({ x, y }): uPlot.AlignedData => {
    const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!);
    return [order.map((index) => x[index]!), order.map((index) => y[index] ?? null)];
  });
  return tables.length === 1 ? tables[0]! : uPlot.join(tables);
}

function optionsOf(area: HTMLElement, plot: Plot): uPlot.Options {
  const colour = (name: string) => resolved(area, name);
  const ink = colour("--plot-ink");
  const font = `12px ${getComputedStyle(area).fontFamily}`;
  const axis = {
    stroke: ink,
    font,
    labelFont: font,
    grid: { stroke: colour("--plot-grid"), width: 1 },
    ticks: { show: false },
  };
  const points = plot.kind === "scatter";
  const round = points ? roundRanges(plot) : null;
  /** While nothing is pointed at, the legend tells the last values. */
  const tellLast = (chart: uPlot) => {
    if (!points && (chart.cursor.idx ?? null) === null) chart.setLegend({ idx: chart.data[0].length - 1 }, false);
  };
  return {
    ...sizeOf(area, plot),
    scales: {
      x: { time: false, ...(round && { range: round.x }) },
      y: { ...(round && { range: round.y }) },
    },
    hooks: { ready: [tellLast], setCursor: [tellLast], setData: [tellLast] },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    legend: { live: !points },
    axes: [{ ...axis, label: plot.xLabel, size: 36, labelSize: 20 }, {
      ...axis,
      label: plot.yLabel,
      size: 52,
      labelSize: 20,
    }],
    series: [
      { label: plot.xLabel },
      ...plot.series.map(({ name, y }, index): uPlot.Series => ({
        label: name,
        stroke: colour(`--plot-${index % 4 + 1}`),
        width: 1.5,
        spanGaps: true,
        dash: dashes[index % dashes.length]!,
        points: { show: false },
        ...(points && {
          paths: () => null,
          points: y.length <= fewPoints
            ? { show: true, size: 12, width: 2.5, fill: "transparent" }
            : { show: true, size: 4, fill: colour(`--plot-${index % 4 + 1}`) },
        }),
      })),
    ],
  };
}

/** A colour token as a canvas understands it. */
function resolved(area: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  area.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** One grey image per series: `y` holds its pixels row by row, `x[0]` (if there) its width; black is the least value. */
function drawImages(area: HTMLElement, plot: Plot): void {
  area.classList.add("images");
  for (const { name, x, y } of plot.series) {
    const width = x.length === 1 ? x[0]! : Math.round(Math.sqrt(y.length));
    const height = Math.ceil(y.length / width);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    if (!pen) continue;
    const [least, most] = [Math.min(...y), Math.max(...y)];
    const image = pen.createImageData(width, height);
    y.forEach((value, index) => {
      const grey = most > least ? 255 * (value - least) / (most - least) : 128;
      image.data.set([grey, grey, grey, 255], index * 4);
    });
    pen.putImageData(image, 0, 0);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", name);
    area.append(canvas);
  }
}
