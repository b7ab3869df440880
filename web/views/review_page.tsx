// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Child } from "hono/jsx";
import type { Answer, CriterionResult, Evidence, Grade } from "../../grader/mod.ts";
import type { AppealRecord, Reading, ReviewCase, ReviewItem } from "../../interview/mod.ts";
import type { Question } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import { review, timeOf } from "../messages/staff_en.ts";
import type { PageContext } from "../page.ts";
import { reasonMax, type ReviewDraft } from "../review_form.ts";
import { textMax } from "../turn_form.ts";
import { Marked } from "./entry.tsx";
import { Mark, Score } from "./grade_card.tsx";
import { Layout } from "./layout.tsx";
import { Inline, Prose } from "./text.tsx";

/** An answer that is to be decided, or was decided by somebody else. */
export interface ReviewView {
  readonly found: ReviewCase;
  /** `null` when it has left the bank. */
  readonly question: Question | null;
  readonly because: ReviewItem["because"];
  readonly since: string;
  /** How the offline grader takes it now, where no reading is its. */
  readonly offline: readonly CriterionResult[];
  /** What was entered and could not be saved. */
  readonly draft: ReviewDraft | null;
  /** Why it could not be saved. */
  readonly faults: readonly string[];
  /** Set when another grade has taken the place of the one that was looked at. */
  readonly conflict: string | null;
}

/** Whether a person has to decide a criterion: no grader could, or the learner doubts it. */
export const isContested = ({ id, verdict }: CriterionResult, { appeals }: ReviewCase): boolean =>
  verdict === "unsure" || appeals.some(({ criterionId }) => criterionId === id);

/** What was saved a moment ago, and can be taken back. */
export interface Decided {
  readonly gradeId: string;
  readonly grade: Grade;
  readonly undone: boolean;
}

/** One answer at a time, for a person to decide. */
export function ReviewPage(props: {
  readonly context: PageContext;
  /** `null` when nothing waits. */
  readonly view: ReviewView | null;
  readonly left: number;
  readonly decided: Decided | null;
}) {
  const { view, left, decided } = props;
  return (
    <Layout
      context={props.context}
      title={review.titleLeft(left)}
      page="review"
      heading={<p class="soft">{review.left(left)}</p>}
    >
      <div class="review">
        <h1 class={view ? "hidden-words" : ""}>{review.title}</h1>
        {decided && <Saved decided={decided} />}
        {view ? view.conflict === null ? <Open view={view} /> : <Stands view={view} /> : (
          <div class="empty">
            <p class="large">{review.empty}</p>
            <p class="soft">{review.emptyWhat}</p>
            <p>
              <a class="button" href="/review">{review.lookAgain}</a>
            </p>
          </div>
        )}
      </div>
    </Layout>
  );
}

function Saved({ decided }: { readonly decided: Decided }) {
  const { grade, gradeId, undone } = decided;
  if (undone) return <p class="saved" role="status">{review.undone}</p>;
  const outcome = grade.outcome && words.grade.outcome[grade.outcome];
  return (
    <form class="saved" method="post" action={`/review/${gradeId}/undo`}>
      <p role="status">{review.decided(grade.score?.toFixed(2) ?? null, outcome)}</p>
      <button type="submit">{review.undo}</button>
    </form>
  );
}

function Open({ view }: { readonly view: ReviewView }) {
  const { found, question, faults } = view;
  return (
    <div class="review-case">
      <Case view={view} />
      <div class="deciding">
        {faults.length > 0 && (
          <div class="note fault" role="alert">
            <p>
              <strong>{review.faultTitle}</strong>
            </p>
            {faults.map((fault) => <p>{fault}</p>)}
          </div>
        )}
        {question ? <Decision view={view} question={question} /> : (
          <>
            <p class="note">{review.gone}</p>
            <p>
              <a class="button" href={`/review?after=${found.grade.id}`}>{review.pass}</a>
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** What was asked and answered. */
function Case({ view }: { readonly view: ReviewView }) {
  const { found, question, because, since } = view;
  return (
    <div class="case">
      {because.length > 0 && (
        <p class="why-here">
          {because.map((reason) => <span class="chip">{review.because[reason]}</span>)}{" "}
          <span class="soft small">{review.since(timeOf(since))}</span>
        </p>
      )}
      <section aria-labelledby="the-question">
        <h2 class="label" id="the-question">{review.question}</h2>
        {question
          ? (
            <>
              <Prose text={question.prompt} class="prompt" />
              {question.kind === "multiple-choice" && <Options question={question} answer={found.answer} />}
            </>
          )
          : <p>{found.grade.questionId}</p>}
      </section>
      <section aria-labelledby="the-answer">
        <h2 class="label" id="the-answer">{review.answer}</h2>
        <div class="answer">
          <AnswerText answer={found.answer} grade={withEveryReading(found)} />
        </div>
        {withEveryReading(found).criteria.length > 0 && <p class="soft small">{review.marked}</p>}
        {found.grade.run && (found.grade.run.stdout !== "" || found.grade.run.stderr !== "") && (
          <details>
            <summary>{review.output}</summary>
            <pre tabindex={0}><code>{found.grade.run.stdout}{found.grade.run.stderr}</code></pre>
          </details>
        )}
      </section>
      {question && modelAnswerOf(question) !== null && (
        <details class="model-answer">
          <summary>{review.modelAnswer}</summary>
          {question.kind === "coding"
            ? <pre tabindex={0}><code>{question.reference}</code></pre>
            : <Prose text={modelAnswerOf(question)!} />}
        </details>
      )}
    </div>
  );
}

/** The grade with all that a reading rests on, so that it is marked in the answer. */
function withEveryReading({ grade, criteria }: ReviewCase): Grade {
  return {
    ...grade,
    criteria: criteria.flatMap(({ criterion, readings }) =>
      readings.filter(({ evidence }) => evidence.length > 0).map(({ evidence }) => ({
        ...criterion,
        verdict: "met" as const,
        evidence,
      }))
    ),
  };
}

function modelAnswerOf(question: Question): string | null {
  switch (question.kind) {
    case "free-text":
      return question.modelAnswer;
    case "coding":
      return question.reference;
    case "multiple-choice":
      return null;
    default:
      return question satisfies never;
  }
}

function Options({ question, answer }: {
  readonly question: Question & { kind: "multiple-choice" };
  readonly answer: Answer;
}) {
  const chosen = answer.kind === "multiple-choice" ? answer.choices : [];
  return (
    <ul class="plain-options">
      {question.options.map(({ id, text, correct }) => (
        <li>
          <span class="letter" aria-hidden="true">{id}</span> <Inline text={text} />
          {correct && <span class="soft small">, {review.key}</span>}
          {chosen.includes(id) && <span class="chosen">{review.chosen}</span>}
        </li>
      ))}
    </ul>
  );
}

function AnswerText({ answer, grade }: { readonly answer: Answer; readonly grade: Grade }) {
  switch (answer.kind) {
    case "free-text":
      return <Marked text={answer.text} grades={[grade]} />;
    case "coding":
      return <pre tabindex={0}><code>{answer.source}</code></pre>;
    case "multiple-choice":
      return <p>{answer.choices.length > 0 ? answer.choices.join(", ") : "–"}</p>;
    default:
      return answer satisfies never;
  }
}

function Decision({ view, question }: { readonly view: ReviewView; readonly question: Question }) {
  const { found, draft } = view;
  const total = found.criteria.reduce((sum, { criterion }) => sum + criterion.weight, 0);
  const contested = found.criteria.filter(({ criterion }) => isContested(criterion, found));
  const settled = found.criteria.filter((entry) => !contested.includes(entry));
  const parts = { view, question, total };
  const address = `/review/${found.grade.id}`;
  return (
    <form class="decision" method="post" action={address} data-review>
      <h2>{review.points}</h2>
      {contested.length > 0 && <Points {...parts} of={contested} from={1} />}
      {settled.length > 0 && (
        <details
          class="more-points"
          open={contested.length === 0 || settled.some(({ criterion }) => draft?.verdicts.has(criterion.id))}
        >
          <summary>{review.settled(settled.map(({ criterion }) => criterion.verdict), contested.length > 0)}</summary>
          <Points {...parts} of={settled} from={contested.length + 1} />
        </details>
      )}
      <Misconceptions view={view} question={question} />
      <div class="reason">
        <label for="reason">{review.reason}</label>
        <textarea id="reason" name="reason" rows={2} maxlength={reasonMax} required aria-describedby="reason-help">
          {"\n"}
          {draft?.reason ?? ""}
        </textarea>
        <p class="soft small" id="reason-help">{review.reasonHelp} {review.blind}</p>
      </div>
      <div class="decision-foot">
        <button class="primary" type="submit">{review.save}</button>
        <a class="button" href={`/review?after=${found.grade.id}`} data-pass>{review.pass}</a>
      </div>
      <div class="keys-legend" data-keys hidden>
        <label class="tick">
          <input type="checkbox" data-keys-on checked /> {review.keysOn}
        </label>
        <ul>
          {review.keyList.map(([key, what]) => (
            <li>
              {key.split(" ").map((part) => <kbd>{part}</kbd>)} {what}
            </li>
          ))}
        </ul>
      </div>
    </form>
  );
}

function Points({ of, from, ...parts }: {
  readonly view: ReviewView;
  readonly question: Question;
  readonly total: number;
  readonly of: ReviewCase["criteria"];
  /** The number of the first. */
  readonly from: number;
}) {
  return (
    <ol class="points" start={from}>
      {of.map(({ criterion, readings }, index) => (
        <li>
          <Point {...parts} criterion={criterion} readings={readings} number={from + index} />
        </li>
      ))}
    </ol>
  );
}

function Point(props: {
  readonly number: number;
  readonly view: ReviewView;
  readonly question: Question;
  readonly criterion: CriterionResult;
  readonly readings: readonly Reading[];
  readonly total: number;
}) {
  const { view, question, criterion, readings, total } = props;
  const appeals = view.found.appeals.filter(({ criterionId }) => criterionId === criterion.id);
  const wanted = isContested(criterion, view.found);
  const chosen = view.draft?.verdicts.get(criterion.id) ?? "leave";
  const name = `verdict:${criterion.id}`;
  const offline = view.offline.find(({ id }) => id === criterion.id);
  const spans = readings.flatMap(({ evidence }) => evidence).map(({ start, end }) => `${start}-${end}`).join(" ");
  const explained = explanationOf(question, criterion.id);
  const said = (
    <>
      <div class="readings">
        {readings.map((reading) => <ReadingBox title={review.readings[reading.role] ?? ""} reading={reading} />)}
        {offline && (
          <ReadingBox
            title={review.offlineNow}
            reading={{ ...offline, grader: { name: "offline", version: "" } }}
          />
        )}
        {readings.length === 0 && !offline && <p class="soft small">{review.noReading}</p>}
      </div>
      {criterion.message && <p class="message">{criterion.message}</p>}
    </>
  );
  return (
    <fieldset class={wanted ? "point wanted" : "point"} data-point={spans} {...(wanted && { "data-wanted": "" })}>
      <legend>
        <span class="soft">{props.number}.</span> <Inline text={criterion.description} />{" "}
        <span class="soft small">{review.weight(criterion.weight, total)}</span>
      </legend>
      <Appeals appeals={appeals} />
      {wanted
        ? (
          <>
            {said}
            {explained && (
              <details class="explain">
                <summary>{review.counts}</summary>
                {explained}
              </details>
            )}
          </>
        )
        : (
          <details class="explain settled">
            <summary>
              <Mark verdict={criterion.verdict} word={words.grade.verdict[criterion.verdict]} />{" "}
              <span>{review.readingsAndCounts}</span>
            </summary>
            {said}
            {explained}
          </details>
        )}
      <div class="verdicts">
        <Choice name={name} value="met" letter="m" word={review.met} mark="met" checked={chosen === "met"} />
        <Choice
          name={name}
          value="not-met"
          letter="n"
          word={review.notMet}
          mark="not-met"
          checked={chosen === "not-met"}
        />
        <Choice
          name={name}
          value="leave"
          letter="u"
          word={review.leave(criterion.verdict)}
          mark={null}
          checked={chosen === "leave"}
        />
      </div>
      {wanted && view.found.answer.kind === "free-text" && (
        <label class="quote">
          {review.quote}
          <input
            type="text"
            name={`quote:${criterion.id}`}
            maxlength={textMax}
            autocomplete="off"
            value={view.draft?.quotes.get(criterion.id) ?? ""}
            data-quote
          />
        </label>
      )}
    </fieldset>
  );
}

function Choice(props: {
  readonly name: string;
  readonly value: string;
  readonly letter: string;
  readonly word: string;
  readonly mark: "met" | "not-met" | null;
  readonly checked: boolean;
}) {
  return (
    <label class={`verdict ${props.mark ?? "leave"}`}>
      <input type="radio" name={props.name} value={props.value} data-letter={props.letter} checked={props.checked} />
      <span>
        {props.mark && <span aria-hidden="true">{words.grade.mark[props.mark]}</span>}
        {props.word}
      </span>
    </label>
  );
}

function ReadingBox({ title, reading }: {
  readonly title: string;
  readonly reading: Pick<Reading, "verdict" | "reason" | "evidence" | "grader">;
}) {
  const { grader, verdict, reason, evidence } = reading;
  return (
    <div class="reading-box">
      <p class="reading-top">
        <span class="label">{title}</span>{" "}
        <span class="soft small">{[review.by[grader.name], grader.model].filter(Boolean).join(" ")}</span>
      </p>
      <Mark verdict={verdict} word={words.grade.verdict[verdict]} />
      <p class="small">{reason}</p>
      <Quotes evidence={evidence} />
    </div>
  );
}

function Quotes({ evidence }: { readonly evidence: readonly Evidence[] }): Child {
  if (evidence.length === 0) return null;
  return (
    <p class="quotes">
      {review.quoted} {evidence.map(({ quote }, index) => (
        <>
          {index > 0 && ", "}
          <q>{quote}</q>
        </>
      ))}
    </p>
  );
}

function Appeals({ appeals }: { readonly appeals: readonly AppealRecord[] }): Child {
  return appeals.map(({ reason, state, second }) => (
    <div class="appeal">
      <p class="label">{review.appealed}</p>
      <p class="verbatim">{reason}</p>
      {state === "second-reading" && <p class="soft small">{review.secondPending}</p>}
      {state === "open" && second === null && <p class="soft small">{review.noSecond}</p>}
    </div>
  ));
}

/** What a criterion asks for; `null` where there is no more to say. */
function explanationOf(question: Question, criterionId: string): Child {
  if (question.kind !== "free-text") return null;
  const criterion = question.rubric.criteria.find(({ id }) => id === criterionId);
  if (!criterion || (criterion.explain === "" && criterion.paraphrases.length === 0)) return null;
  return (
    <>
      {criterion.explain !== "" && <Prose text={criterion.explain} />}
      {criterion.paraphrases.length > 0 && (
        <>
          <p class="label">{review.paraphrases}</p>
          <ul>
            {criterion.paraphrases.map((text) => (
              <li>
                <Inline text={text} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Misconceptions({ view, question }: { readonly view: ReviewView; readonly question: Question }): Child {
  const { found, draft } = view;
  const known = question.kind === "free-text"
    ? question.rubric.misconceptions.map(({ id, says, penalty }) => ({
      id,
      says,
      cost: review.misconceptionCost(penalty),
    }))
    : question.kind === "multiple-choice"
    ? question.options.filter(({ correct }) => !correct).map(({ id, text }) => ({ id, says: text, cost: "" }))
    : [];
  if (known.length === 0) return null;
  const now = new Map(found.grade.misconceptions.map((stated) => [stated.id, stated]));
  const appealsOf = (id: string) => found.appeals.filter(({ criterionId }) => criterionId === id);
  const likely = known.filter(({ id }) => now.has(id) || draft?.states.has(id) || appealsOf(id).length > 0);
  const others = known.filter((entry) => !likely.includes(entry));
  const one = ({ id, says, cost }: (typeof known)[number]) => (
    <li>
      <p>
        <Inline text={says} /> <span class="soft small">{cost}</span>
      </p>
      <Appeals appeals={appealsOf(id)} />
      <Quotes evidence={now.get(id)?.evidence ?? []} />
      <label class="tick">
        <input type="checkbox" name="states" value={id} checked={draft ? draft.states.has(id) : now.has(id)} />{" "}
        {review.states}
      </label>
    </li>
  );
  return (
    <section class="errors" aria-labelledby="errors">
      <h2 id="errors">{review.misconceptions}</h2>
      {likely.length > 0 && <ul>{likely.map(one)}</ul>}
      {others.length > 0 && (
        <details class="more-points" open={likely.length === 0 && question.kind === "multiple-choice"}>
          <summary>{review.notStated(others.length)}</summary>
          <ul>{others.map(one)}</ul>
        </details>
      )}
    </section>
  );
}

/** An answer that somebody else has decided. */
function Stands({ view }: { readonly view: ReviewView }) {
  const { found, conflict } = view;
  return (
    <div class="review-case">
      <Case view={view} />
      <div class="deciding">
        <div class="note" role="alert">
          <h2>{review.conflictTitle}</h2>
          <p>{conflict}</p>
        </div>
        <h2>{review.stands}</h2>
        <p>
          <Score grade={found.grade} />
        </p>
        <ul class="points">
          {found.criteria.map(({ criterion }) => (
            <li>
              <Mark verdict={criterion.verdict} word={words.grade.verdict[criterion.verdict]} />{" "}
              <Inline text={criterion.description} />
              <p class="soft small">{criterion.reason}</p>
            </li>
          ))}
        </ul>
        <div class="decision-foot">
          <a class="button primary" href="/review">{review.next}</a>
          <a class="button" href={`/review/${found.grade.id}`}>{review.again}</a>
        </div>
      </div>
    </div>
  );
}
