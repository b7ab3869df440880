// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Grade, Usage } from "../../grader/mod.ts";
import type { AppealView, ReportItem, Session, TranscriptEntry } from "../../interview/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import { type Exchange, exchangesOf } from "../exchanges.ts";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import type { WebStatus } from "../services.ts";
import type { Trial } from "../session_actions.ts";
import { Actions } from "./actions.tsx";
import { Composer, Grading } from "./composer.tsx";
import { Editor } from "./editor.tsx";
import { chosenOptions, Entry } from "./entry.tsx";
import { type Doubts, doubtsAbout, doubtsVersion } from "./doubt.tsx";
import { GradeCard } from "./grade_card.tsx";
import { Layout } from "./layout.tsx";
import { ModelAnswer } from "./model_answer.tsx";

/** What the interview page shows. */
export interface InterviewView {
  readonly session: Session;
  readonly grades: readonly Grade[];
  readonly appeals: readonly AppealView[];
  /** How each question stands; of those that were tried, with a full answer. */
  readonly items: readonly ReportItem[];
  /** What language models have cost so far. */
  readonly usage: Usage | null;
  /** Code that was tried with this request. */
  readonly trial: Trial | null;
  readonly questions: ReadonlyMap<string, PublicQuestion>;
  readonly status: WebStatus;
  /** Something to say about the last request. */
  readonly notice: string | null;
}

/**
 * The interview. Elements with `data-key` are the page's parts: the browser code fetches this page again when something
 * happens and exchanges those whose `data-version` differs, so that what a part looks like is said only here.
 */
export function InterviewPage(props: { readonly context: PageContext; readonly view: InterviewView }) {
  const { view } = props;
  const { session } = view;
  const exchanges = exchangesOf(session, view.grades, view.questions).map((exchange) => standing(exchange, view));
  const beside = exchanges.some((exchange) => hasBeside(exchange, session));
  return (
    <Layout
      context={props.context}
      title={words.interview.turn[session.state]}
      page="interview"
      heading={<Bar session={session} />}
      {...(session.state === "grading" && { reloadAfterS: 3 })}
    >
      <h1 class="hidden-words">{words.interview.title}</h1>
      <div
        id="interview"
        class={beside ? "interview two" : "interview"}
        data-key="interview"
        data-session={session.id}
        data-state={session.state}
        data-mode={session.mode}
        aria-label={words.interview.conversation}
        role="region"
      >
        {exchanges.map((exchange) =>
          exchange.current && session.timeLeftMs !== undefined
            ? <Paused session={session} timeLeftMs={session.timeLeftMs} />
            : <ExchangeView exchange={exchange} view={view} />
        )}
        <Spent usage={view.usage} />
      </div>
      <div id="announcer" class="hidden-words" aria-live="polite" role="status"></div>
      <div id="alerts" class="alerts" aria-live="assertive" role="alert">
        {view.notice && <p class="notice-bar">{view.notice}</p>}
      </div>
    </Layout>
  );
}

/** The grade that counts is the report's: a person's may be lower than the one that was told first. */
function standing(exchange: Exchange, { items }: InterviewView): Exchange {
  const item = items.find(({ questionId }) => questionId === exchange.question?.id);
  if (!item?.grade || item.grade.id === exchange.grade?.id) return exchange;
  return { ...exchange, grade: item.grade, scoreAfterHints: item.hintsUsed > 0 ? item.score : null };
}

const hasBeside = (exchange: Exchange, session: Session) =>
  exchange.grade !== null || (exchange.current && session.question?.kind === "coding");

const hasEditor = (exchange: Exchange, session: Session) =>
  exchange.current && session.question?.kind === "coding" && session.state === "awaiting-answer";

function Bar({ session }: { readonly session: Session }) {
  const { question, position, length, state } = session;
  const done = state === "finished" ? length : position - 1;
  const version = `${position}:${question?.id ?? ""}:${state === "finished"}:${session.deadline ?? ""}`;
  return (
    <div id="bar" class="bar" data-key="bar" data-version={version}>
      <p>
        <strong>
          {state === "finished"
            ? words.interview.finished
            : length === 1
            ? words.interview.onlyQuestion
            : words.interview.position(position, length)}
        </strong>
        {question && (
          <span class="soft">
            <span class="dot" aria-hidden="true">·</span>
            {words.topicNames[question.topic]}
            <span class="dot" aria-hidden="true">·</span>
            {words.difficultyNames[question.difficulty]}
          </span>
        )}
      </p>
      {session.deadline && state !== "finished" && (
        <p class="clock" data-deadline={session.deadline}>
          <span class="clock-label">{words.interview.endsAt}</span>{" "}
          <time datetime={session.deadline}>{session.deadline.slice(11, 16)} UTC</time>
        </p>
      )}
      {length > 1 && (
        <ol class="segments" aria-hidden="true">
          {Array.from(
            { length },
            (_, index) => (
              <li class={index < done ? "done" : index === position - 1 && state !== "finished" ? "now" : ""}></li>
            ),
          )}
        </ol>
      )}
    </div>
  );
}

/** While the clock stands, the question is not shown: thinking goes with the clock. */
function Paused({ session, timeLeftMs }: { readonly session: Session; readonly timeLeftMs: number }) {
  return (
    <section class="exchange current paused" id="now" data-key="paused" data-version="paused" aria-labelledby="paused">
      <div class="talk">
        <h2 id="paused">{words.interview.paused(minutesAndSeconds(timeLeftMs))}</h2>
        <p class="soft">{words.interview.pausedWhat}</p>
        <form method="post" action={`/sessions/${session.id}/clock`}>
          <button class="primary" type="submit" name="wanted" value="running">{words.interview.goOn}</button>
        </form>
      </div>
    </section>
  );
}

function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What the model has cost in this interview. */
function Spent({ usage }: { readonly usage: Usage | null }) {
  if (!usage) return null;
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <p class="spent soft small" data-key="spent" data-version={`${tokens}:${usage.costUsd}`}>
      {words.interview.spent(tokens, usage.costUsd)}
    </p>
  );
}

function ExchangeView({ exchange, view }: { readonly exchange: Exchange; readonly view: InterviewView }) {
  const { session } = view;
  const { grade, question, more, current } = exchange;
  const editor = hasEditor(exchange, session);
  const item = view.items.find(({ questionId }) => questionId === question?.id);
  const conceal = current && session.state !== "finished";
  const full = conceal || !item?.modelAnswer ? null : item;
  const doubts: Doubts = { sessionId: session.id, appeals: view.appeals, from: "interview" };
  const entry = (entry: TranscriptEntry) => <Entry entry={entry} exchange={exchange} mode={session.mode} />;
  const now = current && (
    <>
      <Composer view={view} />
      {session.state === "awaiting-answer" && !editor && <Actions session={session} />}
    </>
  );
  return (
    <section
      class={`exchange ${exchange.kind}${current ? " current" : ""}${question?.kind === "coding" ? " wide" : ""}`}
      data-key={exchange.id}
      aria-label={labelOf(exchange)}
      {...(current && { id: "now" })}
    >
      <div class="talk" data-key="talk">
        {exchange.entries.map(entry)}
        {more.length === 0 && now}
      </div>
      {hasBeside(exchange, session) && (
        <div class={editor ? "beside held" : "beside"} data-key="beside">
          {grade && (
            <aside
              class="card"
              data-key="grade"
              data-version={`${grade.id}${conceal ? ":open" : ""}:${
                doubtsVersion(doubtsAbout(grade, doubts, view.grades))
              }`}
              aria-label={words.interview.gradeOf(labelOf(exchange))}
            >
              <GradeCard
                grade={grade}
                question={question}
                chosen={chosenOptions(exchange)}
                conceal={conceal}
                scoreAfterHints={exchange.scoreAfterHints}
                doubts={doubtsAbout(grade, doubts, view.grades)}
                tier={view.status.sandbox.tier}
                before={view.grades.find(({ id }) => id === grade.supersedes) ?? null}
              />
              {full && <ModelAnswer item={full} />}
            </aside>
          )}
          {!editor && current && question?.kind === "coding" && session.state === "grading" && <Grading view={view} />}
          {editor && session.question && (
            <>
              <Editor
                session={session}
                question={session.question}
                entries={exchange.entries}
                grade={grade}
                trial={view.trial}
                tier={view.status.sandbox.tier}
              />
              <Actions session={session} />
            </>
          )}
        </div>
      )}
      {more.length > 0 && (
        <div class="talk more" data-key="more">
          {more.map(entry)}
          {now}
        </div>
      )}
    </section>
  );
}

function labelOf(exchange: Exchange): string {
  switch (exchange.kind) {
    case "opening":
      return words.interview.opening;
    case "question":
      return words.interview.question(exchange.position);
    case "closing":
      return words.interview.finished;
    default:
      return exchange.kind satisfies never;
  }
}
