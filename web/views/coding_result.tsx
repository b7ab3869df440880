// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { CriterionResult, Grade, RunReport } from "../../grader/mod.ts";
import * as words from "../messages/en.ts";
import { Mark } from "./grade_card.tsx";
import { PlotFigure } from "./plot_figure.tsx";
import { Prose } from "./text.tsx";

/** What running the code showed: checks, run, output, plots. */
export function CodingResult({ grade }: { readonly grade: Grade }) {
  return (
    <>
      {grade.run && <RunFacts run={grade.run} />}
      <Checks checks={grade.criteria} />
      {grade.run && grade.run.plots.length > 0 && (
        <div class="plots">
          {grade.run.plots.map((plot) => <PlotFigure plot={plot} id={`${grade.id}-${plot.id}`} />)}
        </div>
      )}
      {grade.run && <Output label={words.grade.stdout} text={grade.run.stdout} />}
      {grade.run && <Output label={words.grade.stderr} text={grade.run.stderr} />}
    </>
  );
}

function Checks({ checks }: { readonly checks: readonly CriterionResult[] }) {
  if (checks.length === 0) return null;
  const total = checks.reduce((sum, { weight }) => sum + weight, 0);
  const hidden = checks.some(({ visible }) => visible === false);
  return (
    <>
      <ul class="criteria checks">
        {checks.map((check) => (
          <li class="check">
            <Mark verdict={check.verdict} word={words.grade.check[check.verdict]} />
            <div class="check-body">
              <p class="check-title">{check.description}</p>
              {check.message && <p class="message">{check.message}</p>}
              {!check.message && check.verdict !== "met" && check.reason && <Prose text={check.reason} class="why" />}
              {check.input && (
                <p class="input">
                  <span class="soft">{words.grade.columns.input}</span> <code>{check.input}</code>
                </p>
              )}
            </div>
            <span class="soft check-share">
              {words.grade.share(check.weight, total)}
              {check.visible === false && <span class="small">{words.grade.hidden}</span>}
            </span>
          </li>
        ))}
      </ul>
      {hidden && <p class="soft small">{words.grade.hiddenNote}</p>}
    </>
  );
}

function RunFacts({ run }: { readonly run: RunReport }) {
  const { facts } = words.grade;
  const rows = [
    [facts.status, words.grade.run[run.status]],
    [facts.time, words.grade.seconds(run.durationMs)],
    [facts.memory, words.grade.mebibytes(run.peakMemoryMiB)],
    [facts.backend, run.backend],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Output({ label, text }: { readonly label: string; readonly text: string }) {
  if (text.trim() === "") return null;
  return (
    <div class="output">
      <p class="label">{label}</p>
      <pre tabindex={0} aria-label={label} role="group"><code>{text}</code></pre>
    </div>
  );
}
