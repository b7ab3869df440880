// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Report, ReportItem, Session } from "../../interview/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { Marked } from "./entry.tsx";
import { GradeCard } from "./grade_card.tsx";
import { Layout } from "./layout.tsx";
import { Inline, Prose } from "./text.tsx";

/** What an interview came to. */
export function ReportPage(props: {
  readonly context: PageContext;
  readonly session: Session;
  readonly report: Report;
  readonly questions: ReadonlyMap<string, PublicQuestion>;
}) {
  const { report, session } = props;
  const address = `/sessions/${session.id}`;
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
          <p class="judgement">{report.summary}</p>
          <p class="soft">{facts(report, session)}</p>
          {!report.finished && (
            <p class="note">
              {words.report.unfinished} <a href={address}>{words.report.goOn}</a>
            </p>
          )}
        </header>
        <Topics topics={report.topics} />
        <div class="columns">
          <Points
            title={words.report.strengths}
            none={words.report.noStrengths}
            report={report}
            points={report.strengths.map((strength) => ({ ...strength, verdict: "met" }))}
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
        <section aria-labelledby="by-question">
          <h2 id="by-question">{words.report.questions}</h2>
          {report.items.map((item, index) => (
            <Item item={item} position={index + 1} question={props.questions.get(item.questionId) ?? null} />
          ))}
        </section>
        <Keep address={address} finished={report.finished} />
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

function Topics({ topics }: Pick<Report, "topics">) {
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
  props: { readonly item: ReportItem; readonly position: number; readonly question: PublicQuestion | null },
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
          {item.modelAnswer && (
            <details class="model-answer">
              <summary>{words.report.modelAnswer}</summary>
              <Prose text={asMarkdown(item)} />
            </details>
          )}
          <Sources references={item.references} />
        </div>
        {item.grade && (
          <div class="item-beside card">
            <GradeCard
              grade={item.grade}
              question={question}
              inReport
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

/** A coding question's full answer is source text. */
function asMarkdown({ kind, modelAnswer }: ReportItem): string {
  const text = modelAnswer ?? "";
  return kind === "coding" && !text.includes("```") ? `\`\`\`typescript\n${text.trimEnd()}\n\`\`\`` : text;
}

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
