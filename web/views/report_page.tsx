// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Grade, Usage } from "../../grader/mod.ts";
import type { AppealView, Report, ReportItem, Session } from "../../interview/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { Marked } from "./entry.tsx";
import type { WebReview } from "../services.ts";
import { type Doubts, doubtsAbout } from "./doubt.tsx";
import { GradeCard, Mark } from "./grade_card.tsx";
import { Layout } from "./layout.tsx";
import { ModelAnswer } from "./model_answer.tsx";
import { Inline, Prose } from "./text.tsx";

/** What a report shows to the candidate alone. */
export interface OwnReport {
  readonly appeals: readonly AppealView[];
  /** All grades of the interview. */
  readonly grades: readonly Grade[];
  readonly usage: Usage | null;
  /** Where others read the report; `null` when it is not shared. */
  readonly shareUrl: string | null;
  /** When the criteria of this interview come back. */
  readonly reviews: readonly WebReview[];
  readonly now: Date;
}

/** What an interview came to. */
export function ReportPage(props: {
  readonly context: PageContext;
  readonly session: Session;
  readonly report: Report;
  readonly questions: ReadonlyMap<string, PublicQuestion>;
  /** What the candidate sees beside; `null` for whoever was given the link. */
  readonly own: OwnReport | null;
}) {
  const { report, session, own } = props;
  const address = `/sessions/${session.id}`;
  const doubts: Doubts | null = own && { sessionId: session.id, appeals: own.appeals, from: "report" };
  return (
    <Layout
      context={props.context}
      title={words.report.title}
      page="report"
      heading={<p>{words.modeNames[report.mode]}</p>}
    >
      <div class="report">
        <header class="verdict">
          <h1 class="hidden-words">{words.report.title}</h1>
          {report.score === null ? <p class="big none">{words.report.noScore}</p> : (
            <p class="big">
              <span class="number">{report.score.toFixed(2)}</span> <span class="soft">{words.report.of}</span>
            </p>
          )}
          {report.finished && report.score !== null && <p class="judgement">{words.report.judgement(report.score)}</p>}
          <p class={report.finished && report.score !== null ? "soft" : "judgement"}>{report.summary}</p>
          <p class="soft">{facts(report, session)}</p>
          {own?.usage && (
            <p class="soft small">
              {words.interview.spent(own.usage.inputTokens + own.usage.outputTokens, own.usage.costUsd)}
            </p>
          )}
          {own === null && <p class="note">{words.report.sharedNote}</p>}
          {own && !report.finished && (
            <p class="note">
              {words.report.unfinished} <a href={address}>{words.report.goOn}</a>
            </p>
          )}
        </header>
        <Topics report={report} />
        <div class="columns">
          <Points
            title={words.report.strengths}
            none={words.report.noStrengths}
            report={report}
            points={report.strengths.map((strength) => ({ ...strength, verdict: "met" }))}
            notes={selection(report)}
          />
          <Points
            title={words.report.gaps}
            none={report.items.some(({ grade }) => grade) ? words.report.noGaps : words.report.nothingGradedYet}
            report={report}
            points={report.gaps}
            notes={leftOut(report, session)}
          />
        </div>
        <Reading reading={report.reading} />
        {own && <ComesBack report={report} reviews={own.reviews} now={own.now} />}
        <section aria-labelledby="by-question">
          <h2 id="by-question">{words.report.questions}</h2>
          {report.items.map((item, index) => (
            <Item
              item={item}
              position={index + 1}
              question={props.questions.get(item.questionId) ?? null}
              doubts={doubts && item.grade && doubtsAbout(item.grade, doubts, own?.grades ?? [])}
            />
          ))}
        </section>
        {own && report.finished && <Share address={address} url={own.shareUrl} />}
        {own && <Keep address={address} finished={report.finished} />}
      </div>
    </Layout>
  );
}

function facts(report: Report, session: Session): string {
  const minutes = report.finishedAt ? (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 60_000 : null;
  return [
    words.modeNames[report.mode],
    words.report.questionCount(session.length),
    report.startedAt.slice(0, 10),
    ...(minutes === null ? [] : [words.report.took(minutes)]),
  ].join(" · ");
}

function Topics({ report }: { readonly report: Report }) {
  const { topics } = report;
  if (topics.length === 0) return null;
  return (
    <section aria-labelledby="by-topic">
      <h2 id="by-topic">{words.report.byTopic}</h2>
      <ul class="bars">
        {topics.map(({ topic, score, questions }) => (
          <li>
            <span class="bar-name">
              {words.topicNames[topic]} <span class="soft small">{words.report.questionCount(questions)}</span>
            </span>
            {score === null ? <span class="bar-none soft">{words.report.nothingGraded}</span> : (
              <>
                <svg class="bar-line" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={Math.round(score * 1000) / 10} height="4" />
                </svg>
                <span class="bar-number">{score.toFixed(2)}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      <ByCriterion report={report} />
    </section>
  );
}

/** Every point that was graded, as a table. */
function ByCriterion({ report }: { readonly report: Report }) {
  const rows = report.items.flatMap(({ title, grade }) =>
    (grade?.criteria ?? []).map((criterion) => ({ title, ...criterion }))
  );
  if (rows.length === 0) return null;
  const { columns } = words.report;
  return (
    <details class="by-criterion">
      <summary>{words.report.byCriterion(rows.filter(({ verdict }) => verdict === "met").length, rows.length)}</summary>
      <div class="scroll" tabindex={0} role="group" aria-label={words.report.criterionTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.point}</th>
              <th scope="col">{columns.verdict}</th>
              <th scope="col">{columns.weight}</th>
              <th scope="col">{columns.question}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ title, description, verdict, weight }) => (
              <tr>
                <td>
                  <Inline text={description} />
                </td>
                <td>
                  <Mark verdict={verdict} word={words.grade.verdict[verdict]} />
                </td>
                <td>{String(Math.round(weight * 100) / 100)}</td>
                <td>{title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** When what was asked comes back, by question. */
function ComesBack(
  { report, reviews, now }: {
    readonly report: Report;
    readonly reviews: readonly WebReview[];
    readonly now: Date;
  },
) {
  if (reviews.length === 0) return null;
  return (
    <section aria-labelledby="comes-back">
      <h2 id="comes-back">{words.report.comesBack}</h2>
      <p class="soft">{words.report.comesBackWhat}</p>
      {report.items.map(({ questionId, title }) => {
        const mine = reviews.filter((review) => review.questionId === questionId);
        return mine.length > 0 && (
          <div class="point-group">
            <h3>{title}</h3>
            <ul>
              {mine.map(({ description, dueAt }) => (
                <li class="point">
                  <time class="when" datetime={dueAt}>
                    {words.report.inDays(Math.ceil((Date.parse(dueAt) - now.getTime()) / 86_400_000))}
                  </time>
                  <Prose text={description} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function Share({ address, url }: { readonly address: string; readonly url: string | null }) {
  return (
    <section class="share" id="share" aria-labelledby="share-title">
      <h2 id="share-title">{words.report.share}</h2>
      {url === null ? <p>{words.report.shareWhat}</p> : (
        <label>
          {words.report.shareLink}
          <input type="text" readonly value={url} data-select />
        </label>
      )}
      <form method="post" action={`${address}/share`}>
        <button type="submit" name="wanted" value={url === null ? "on" : "off"}>
          {url === null ? words.report.shareOn : words.report.shareOff}
        </button>
      </form>
    </section>
  );
}

function Points(props: {
  readonly title: string;
  readonly none: string;
  readonly report: Report;
  readonly points: readonly {
    readonly questionId: string;
    readonly description: string;
    readonly verdict: Report["gaps"][number]["verdict"];
  }[];
  /** What else belongs there. */
  readonly notes?: readonly string[];
}) {
  const notes = props.notes ?? [];
  return (
    <section class="points">
      <h2>{props.title}</h2>
      {props.points.length === 0 && notes.length === 0 && <p class="soft">{props.none}</p>}
      {props.report.items.map(({ questionId, title }, index) => {
        const points = props.points.filter((point) => point.questionId === questionId);
        return points.length > 0 && (
          <div class="point-group">
            <h3>
              <a href={`#item-${index + 1}`}>{title}</a>
            </h3>
            <ul>
              {points.map(({ description, verdict }) => (
                <li class="point">
                  <span class={`mark ${verdict}`}>
                    <span aria-hidden="true">{words.grade.mark[verdict]}</span>
                    <span class="hidden-words">{words.grade.verdict[verdict]}:</span>
                  </span>
                  <Prose text={description} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {notes.map((note) => <p class="soft">{note}</p>)}
    </section>
  );
}

/** Says so where not every point that was met is among the strengths. */
function selection({ items, strengths }: Report): readonly string[] {
  const met = items.flatMap(({ grade }) => grade?.criteria ?? []).filter(({ verdict }) => verdict === "met").length;
  return met > strengths.length ? [words.report.strengthsOf(strengths.length, met)] : [];
}

/** Questions without an answer, in words. Those still to come are not left out. */
function leftOut({ items, finished }: Report, { length }: Session): readonly string[] {
  const titles = (status: ReportItem["status"]) => items.filter((item) => item.status === status).map((it) => it.title);
  const skipped = titles("skipped");
  const notReached = finished ? titles("not-reached") : [];
  const notAsked = finished ? length - items.length : 0;
  return [
    ...(skipped.length > 0 ? [words.report.skipped(skipped)] : []),
    ...(notReached.length > 0 || notAsked > 0 ? [words.report.notReached(notReached, notAsked)] : []),
  ];
}

function Reading({ reading }: Pick<Report, "reading">) {
  if (reading.length === 0) return null;
  return (
    <section aria-labelledby="reading">
      <h2 id="reading">{words.report.reading}</h2>
      <ul class="reading">
        {reading.map(({ title, year, url }) => (
          <li>
            <a href={url} rel="noopener noreferrer">{title}</a> <span class="soft">{year}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Item(
  props: {
    readonly item: ReportItem;
    readonly position: number;
    readonly question: PublicQuestion | null;
    readonly doubts: Doubts | null;
  },
) {
  const { item, position, question } = props;
  return (
    <article class="item" aria-labelledby={`item-${position}`}>
      <header class="item-top">
        <h3 id={`item-${position}`}>
          <span class="soft">{position}</span> {item.title}
        </h3>
        <p class={`score ${item.grade?.outcome ?? "unsure"}`}>
          {item.score === null ? <span class="outcome">{words.report.status[item.status]}</span> : (
            <>
              <span class="number">{item.score.toFixed(2)}</span>{" "}
              <span class="outcome">
                {item.status === "graded" && item.grade?.outcome
                  ? words.grade.outcome[item.grade.outcome]
                  : words.report.status[item.status]}
              </span>
            </>
          )}
        </p>
      </header>
      <p class="soft small">{itemFacts(item)}</p>
      <div class="item-body">
        <div class="item-talk">
          {question && (
            <details class="prompt">
              <summary>{words.report.question}</summary>
              <Prose text={question.prompt} />
            </details>
          )}
          <Answer item={item} question={question} />
          <ModelAnswer item={item} />
          <Sources references={item.references} />
        </div>
        {item.grade && (
          <div class="item-beside card">
            <GradeCard
              grade={item.grade}
              question={question}
              inReport
              doubts={props.doubts}
              chosen={item.answer?.kind === "multiple-choice" ? item.answer.choices : []}
            />
          </div>
        )}
      </div>
    </article>
  );
}

const itemFacts = (item: ReportItem) =>
  [
    words.topicNames[item.topic],
    words.difficultyNames[item.difficulty],
    words.kindNames[item.kind],
    ...(item.hintsUsed > 0 ? [words.report.hints(item.hintsUsed)] : []),
    ...(item.followUp === "none" ? [] : [words.report.followUp[item.followUp]]),
  ].join(" · ");

function Answer({ item, question }: { readonly item: ReportItem; readonly question: PublicQuestion | null }) {
  const { answer } = item;
  if (!answer) return null;
  return (
    <div class="answer">
      <p class="label">{words.report.yourAnswer}</p>
      {answer.kind === "free-text"
        ? <Marked text={answer.text} grades={item.grade ? [item.grade] : []} />
        : answer.kind === "coding"
        ? (
          <details class="source" open>
            <summary>{words.interview.code.yours(answer.source.trimEnd().split("\n").length)}</summary>
            <pre tabindex={0}><code>{answer.source}</code></pre>
          </details>
        )
        : (
          <ul class="chosen-options">
            {answer.choices.map((id) => (
              <li>
                <span class="letter">{id}</span>{" "}
                <Inline text={question?.options?.find((option) => option.id === id)?.text ?? ""} />
              </li>
            ))}
          </ul>
        )}
    </div>
  );
}

function Sources({ references }: Pick<ReportItem, "references">) {
  if (references.length === 0) return null;
  return (
    <p class="sources small">
      <span class="soft">{words.report.source}</span> {references.map(({ title, year, url }, index) => (
        <>
          {index > 0 && "; "}
          <a href={url} rel="noopener noreferrer">{title}</a> {year}
        </>
      ))}
    </p>
  );
}

function Keep({ address, finished }: { readonly address: string; readonly finished: boolean }) {
  return (
    <section class="keep" aria-labelledby="keep">
      <h2 id="keep">{words.report.save}</h2>
      <p class="keep-links">
        <a class="button" href={`${address}/report.md`} download="viva-report.md">{words.report.markdown}</a>
        <a class="button" href={`${address}/report.csv`} download="viva-report.csv">{words.report.csv}</a>
        <button type="button" data-print hidden>{words.report.print}</button>
        <a class="button" href={address}>{finished ? words.report.transcript : words.report.goOn}</a>
      </p>
      <details class="end">
        <summary>{words.report.erase}</summary>
        <form method="post" action={`${address}/erase`}>
          <p>{words.report.eraseSure}</p>
          <button class="danger" type="submit">{words.report.eraseNow}</button>
        </form>
      </details>
    </section>
  );
}
