// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Child } from "hono/jsx";
import type { CriterionResult, Grade, RunReport } from "../../grader/mod.ts";
import * as words from "../messages/en.ts";
import { type Doubts, placeOf, Why } from "./doubt.tsx";
import { Mark } from "./grade_card.tsx";
import { PlotFigure } from "./plot_figure.tsx";

/** What running the code showed: checks, run, output, plots. */
export function CodingResult(props: {
  readonly grade: Grade;
  /** What kept the code from the host. */
  readonly tier: string | null;
  /** The grade of the run before. */
  readonly before: Grade | null;
  readonly doubts: Doubts | null;
}) {
  const { grade } = props;
  return (
    <>
      {grade.run && <RunFacts run={grade.run} tier={props.tier} />}
      <Checks grade={grade} before={props.before} doubts={props.doubts} />
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

function Checks(
  { grade, before, doubts }: {
    readonly grade: Grade;
    readonly before: Grade | null;
    readonly doubts: Doubts | null;
  },
) {
  const checks = grade.criteria;
  if (checks.length === 0) return null;
  const total = checks.reduce((sum, { weight }) => sum + weight, 0);
  const hidden = checks.some(({ visible }) => visible === false);
  return (
    <>
      <ul class="criteria checks">
        {checks.map((check) => (
          <li class="check" id={placeOf(grade, check.id)}>
            <Mark verdict={check.verdict} word={words.grade.check[check.verdict]} />
            <div class="check-body">
              <p class="check-title">
                {check.description} <Turned check={check} before={before} />
              </p>
              <Found check={check} />
              {check.verdict !== "met" && (
                <Why grade={grade} criterionId={check.id} about={check.description} reason="" doubts={doubts} />
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

/** Whether a check went otherwise in the run before. */
function Turned({ check, before }: { readonly check: CriterionResult; readonly before: Grade | null }): Child {
  const earlier = before?.criteria.find(({ id }) => id === check.id)?.verdict;
  if (earlier === undefined || (earlier === "met") === (check.verdict === "met")) return null;
  return (
    <span class={`turned ${check.verdict}`}>{words.grade.turned[check.verdict === "met" ? "mended" : "broken"]}</span>
  );
}

/** What a check expected and got, side by side where its message says both, and its input. */
function Found({ check }: { readonly check: CriterionResult }) {
  const message = check.message ?? (check.verdict === "met" ? "" : check.reason);
  const [, expected, got, because] = /^Expected ([^{]+?), got ([^{:]+?)(?:: ([^]+?))?\.$/.exec(message) ?? [];
  const { columns } = words.grade;
  const rows = [
    ...(expected === undefined || got === undefined
      ? []
      : [[columns.expected, expected], [columns.got, got === "it" ? words.grade.same : got]]),
    ...(check.input ? [[columns.input, check.input]] : []),
  ] as const;
  return (
    <>
      {expected === undefined
        ? message !== "" && <p class="message">{message}</p>
        : because && <p class="message">{sentence(because)}</p>}
      {rows.length > 0 && (
        <dl class="found">
          {rows.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function RunFacts({ run, tier }: { readonly run: RunReport; readonly tier: string | null }) {
  const { facts } = words.grade;
  const rows = [
    [facts.status, words.grade.run[run.status]],
    [facts.time, words.grade.seconds(run.durationMs)],
    [facts.memory, words.grade.mebibytes(run.peakMemoryMiB)],
    [facts.backend, run.backend],
    ...(tier === null ? [] : [[facts.sandbox, words.grade.tiers[tier] ?? tier]]),
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

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
