import type { Child } from "hono/jsx";
import type { CriterionResult, Evidence, Grade } from "../../grader/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import { optionReasons } from "../exchanges.ts";
import { plainText } from "../markdown.ts";
import * as words from "../messages/en.ts";
import { CodingResult } from "./coding_result.tsx";
import { type Doubts, placeOf, Why } from "./doubt.tsx";
import { Prose } from "./text.tsx";

/** What an answer came to: score, criteria with evidence, who graded. */
export function GradeCard(props: {
  readonly grade: Grade;
  readonly question: PublicQuestion | null;
  /** The options that were chosen, for multiple choice. */
  readonly chosen?: readonly string[];
  /** Whether points not made yet can still be made, so that they are not told. */
  readonly conceal?: boolean;
  /** What the score comes to with the hints counted. */
  readonly scoreAfterHints?: number | null;
  /** Whether the report has said the score, hints counted, already. */
  readonly inReport?: boolean;
  /** What may be done about its verdicts; left out for somebody who only reads. */
  readonly doubts?: Doubts | null;
  /** What keeps the code that ran from the host. */
  readonly tier?: string;
  /** The grade of the run before, of code that ran twice. */
  readonly before?: Grade | null;
}) {
  const { grade, question, doubts = null } = props;
  return (
    <details class="grade" open>
      <summary>
        {props.inReport ? <h4>{headingOf(grade)}</h4> : <h3>{headingOf(grade)}</h3>}
        {!props.inReport && <Score grade={grade} />}
        {!props.inReport && <AfterHints grade={grade} score={props.scoreAfterHints ?? null} />}
      </summary>
      <StatusNote grade={grade} />
      {grade.kind === "multiple-choice" && question?.options
        ? <Options grade={grade} options={question.options} chosen={props.chosen ?? []} />
        : grade.kind === "coding"
        ? <CodingResult grade={grade} tier={props.tier ?? null} before={props.before ?? null} doubts={doubts} />
        : <Criteria grade={grade} conceal={props.conceal ?? false} doubts={doubts} />}
      {grade.kind !== "multiple-choice" && <Misconceptions grade={grade} doubts={doubts} />}
      <Provenance grade={grade} />
    </details>
  );
}

function headingOf({ kind }: Grade): string {
  if (kind === "coding") return words.grade.headingCode;
  return kind === "multiple-choice" ? words.grade.headingOptions : words.grade.heading;
}

/** A score as it is shown everywhere: two decimals and the outcome in words. */
export function Score({ grade }: { readonly grade: Grade }) {
  if (grade.score === null || grade.outcome === null) {
    const text = grade.status === "ungradable" ? words.grade.ungradable : words.grade.needsReview;
    return <span class="score unsure">{text}</span>;
  }
  return (
    <span class={`score ${grade.outcome}`}>
      <span class="number">
        <span class="hidden-words">{words.grade.score}</span> {grade.score.toFixed(2)}
      </span>{" "}
      <span class="outcome">{words.grade.outcome[grade.outcome]}</span>
    </span>
  );
}

function AfterHints({ grade, score }: { readonly grade: Grade; readonly score: number | null }): Child {
  if (score === null || score.toFixed(2) === grade.score?.toFixed(2)) return null;
  return <span class="after-hints soft small">{words.grade.afterHints(score.toFixed(2))}</span>;
}

function StatusNote({ grade }: { readonly grade: Grade }) {
  if (grade.status === "needs-review") return <p class="note">{words.grade.needsReviewWhy}</p>;
  if (grade.status === "ungradable") return <p class="note">{words.grade.ungradableWhy}</p>;
  return null;
}

/** ✓, ✗ or ~ with its word. */
export function Mark({ verdict, word }: { readonly verdict: CriterionResult["verdict"]; readonly word: string }) {
  return (
    <span class={`mark ${verdict}`}>
      <span aria-hidden="true">{words.grade.mark[verdict]}</span> <span class="mark-word">{word}</span>
    </span>
  );
}

function Criteria(
  { grade, conceal, doubts }: { readonly grade: Grade; readonly conceal: boolean; readonly doubts: Doubts | null },
) {
  const { criteria } = grade;
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const concealed = conceal ? criteria.filter(({ verdict }) => verdict !== "met") : [];
  // One is shown in its place; of several, saying so once is enough.
  const summed = concealed.length > 1 ? concealed : [];
  return (
    <ul class="criteria">
      {criteria.filter((criterion) => !summed.includes(criterion)).map((criterion) => (
        <li id={placeOf(grade, criterion.id)}>
          <div class="criterion-top">
            <Mark verdict={criterion.verdict} word={words.grade.verdict[criterion.verdict]} />
            <span class="soft">{words.grade.weight(criterion.weight, total)}</span>
          </div>
          {concealed.includes(criterion) ? <p class="criterion soft">{words.grade.concealed}</p> : (
            <>
              <Prose text={criterion.description} class="criterion" />
              <Quotes evidence={criterion.evidence} />
              <Why
                grade={grade}
                criterionId={criterion.id}
                about={plainText(criterion.description)}
                reason={criterion.reason}
                doubts={doubts}
              />
            </>
          )}
        </li>
      ))}
      {summed.length > 0 && (
        <li>
          <p class="criterion soft">{words.grade.concealedMany(summed.length)}</p>
        </li>
      )}
    </ul>
  );
}

function Quotes({ evidence }: { readonly evidence: readonly Evidence[] }): Child {
  if (evidence.length === 0) return null;
  return (
    <p class="quotes">
      {words.grade.youSaid} {evidence.map(({ quote }, index) => (
        <>
          {index > 0 && ", "}
          <q>{quote}</q>
        </>
      ))}
    </p>
  );
}

function Misconceptions({ grade, doubts }: { readonly grade: Grade; readonly doubts: Doubts | null }) {
  const { misconceptions } = grade;
  if (misconceptions.length === 0) return null;
  return (
    <div class="set-right">
      <p class="label">{words.grade.setRight}</p>
      <ul>
        {misconceptions.map(({ id, description, evidence }) => (
          <li id={placeOf(grade, id)}>
            <Prose text={description} />
            <Quotes evidence={evidence} />
            <Why grade={grade} criterionId={id} about={plainText(description)} reason="" doubts={doubts} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Options(props: {
  readonly grade: Grade;
  readonly options: NonNullable<PublicQuestion["options"]>;
  readonly chosen: readonly string[];
}) {
  const right = new Set(props.grade.criteria.map(({ id }) => id));
  const reasons = optionReasons(props.grade.feedback);
  return (
    <ul class="criteria options-graded">
      {props.options.map(({ id, text }) => (
        <li>
          <div class="criterion-top">
            <span class="letter" aria-hidden="true">{id}</span>
            <Mark
              verdict={right.has(id) ? "met" : "not-met"}
              word={right.has(id) ? words.grade.optionRight : words.grade.optionWrong}
            />
            {props.chosen.includes(id) && <span class="chosen">{words.grade.chosen}</span>}
          </div>
          <Prose text={text} class="criterion" />
          {reasons.has(id) && <Prose text={reasons.get(id)!} class="why" />}
        </li>
      ))}
    </ul>
  );
}

function Provenance({ grade }: { readonly grade: Grade }) {
  const { fields } = words.grade;
  const { grader, usage } = grade;
  const rows: readonly (readonly [string, string] | false)[] = [
    [fields.grader, `${grader.name} ${grader.version}`],
    grader.model !== undefined && [fields.model, grader.model],
    grader.promptHash !== undefined && [fields.prompt, grader.promptHash.slice(0, 12)],
    [fields.confidence, grade.confidence.toFixed(2)],
    [fields.time, words.grade.seconds(grade.durationMs)],
    usage !== undefined && [fields.tokens, String(usage.inputTokens + usage.outputTokens)],
    usage !== undefined && usage.costUsd > 0 && [fields.cost, `$${usage.costUsd.toFixed(4)}`],
    [fields.version, grade.questionVersion.slice(0, 12)],
  ];
  return (
    <details class="how">
      <summary>{words.grade.by[grader.name]}</summary>
      <dl class="facts">
        {rows.filter((row) => row !== false).map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
