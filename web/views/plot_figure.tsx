// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Plot } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";

const rowsMax = 200;

/** A plot, drawn by script from the data in the page, with its numbers in a table behind it. */
export function PlotFigure({ plot, id }: { readonly plot: Plot; readonly id: string }) {
  return (
    <figure class="plot" data-plot={plot.kind} id={`plot-${id}`}>
      <figcaption>{plot.title}</figcaption>
      <div
        class="plot-area"
        data-series={JSON.stringify(plot)}
        hidden
        role="img"
        aria-label={`${plot.title}. ${plot.yLabel}, ${plot.xLabel}.`}
      />
      <details class="numbers">
        <summary>{words.grade.numbers}</summary>
        {plot.series.map((series) => <SeriesTable plot={plot} series={series} />)}
      </details>
    </figure>
  );
}

function SeriesTable({ plot, series }: { readonly plot: Plot; readonly series: Plot["series"][number] }) {
  const step = Math.max(1, Math.ceil(series.y.length / rowsMax));
  const rows = series.y.map((y, index) => [series.x[index] ?? index, y] as const).filter((_, index) =>
    index % step === 0 || index === series.y.length - 1
  );
  return (
    <div class="scroll" tabindex={0} role="group" aria-label={series.name}>
      <table>
        <caption>{series.name}</caption>
        <thead>
          <tr>
            <th scope="col">{plot.xLabel}</th>
            <th scope="col">{plot.yLabel}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([x, y]) => (
            <tr>
              <td>{shown(x)}</td>
              <td>{shown(y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const shown = (value: number | null) =>
  value === null ? words.grade.notANumber : Number.isInteger(value) ? String(value) : value.toPrecision(4);
