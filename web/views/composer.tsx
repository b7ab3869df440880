import type { Session } from "../../interview/mod.ts";
import { choosesMany, type PublicQuestion } from "../../question-bank/mod.ts";
import { askedNow } from "../exchanges.ts";
import * as words from "../messages/en.ts";
import type { WebStatus } from "../services.ts";
import { textMax } from "../turn_form.ts";
import type { InterviewView } from "./interview_page.tsx";
import { Inline } from "./text.tsx";
import { TurnFields, turnsOf } from "./turn_fields.tsx";

/** Where the candidate answers, or what is going on instead. */
export function Composer({ view }: { readonly view: InterviewView }) {
  const { session } = view;
  if (session.state === "finished") return <Done session={session} />;
  const { question } = session;
  if (session.state === "grading") return question?.kind === "coding" ? null : <Grading view={view} />;
  if (!question || question.kind === "coding") return null;
  const asked = askedNow(session);
  return (
    <form
      class={`composer ${question.kind}`}
      method="post"
      action={turnsOf(session)}
      data-key="composer"
      data-version={asked}
      data-turn="answer"
      data-draft={`${session.id}:${asked}`}
    >
      <input type="hidden" name="type" value="answer" />
      <input type="hidden" name="kind" value={question.kind} />
      <TurnFields session={session} />
      {question.kind === "multiple-choice" ? <Choices question={question} /> : <FreeText />}
    </form>
  );
}

function FreeText() {
  return (
    <>
      <label class="hidden-words" for="answer">{words.interview.answerLabel}</label>
      <textarea
        id="answer"
        name="text"
        rows={4}
        maxlength={textMax}
        required
        placeholder={words.interview.answerPlaceholder}
        aria-describedby="answer-keys"
      >
      </textarea>
      <div class="composer-foot">
        <p id="answer-keys" class="soft small keys-hint">{words.interview.enterSends}</p>
        <button class="primary" type="submit">{words.interview.send}</button>
      </div>
    </>
  );
}

function Choices({ question }: { readonly question: PublicQuestion }) {
  const many = choosesMany(question);
  const { chooseMany, chooseOne } = words.interview;
  const [what, keys] = many ? chooseMany : chooseOne;
  return (
    <fieldset class="choices" data-choices={many ? "many" : "one"}>
      <legend class="soft small">
        {what} <span class="keys-hint">{keys}</span>
      </legend>
      {question.options?.map(({ id, text }) =>
        many
          ? (
            <label class="choice" data-letter={id}>
              <input type="checkbox" name="choices" value={id} />
              <span class="letter" aria-hidden="true">{id}</span>
              <Inline text={text} class="choice-text" />
            </label>
          )
          : (
            <button class="choice" type="submit" name="choices" value={id} data-letter={id}>
              <span class="letter">{id}</span>
              <Inline text={text} class="choice-text" />
            </button>
          )
      )}
      {many && (
        <div class="composer-foot">
          <button class="primary" type="submit">{words.interview.send}</button>
        </div>
      )}
    </fieldset>
  );
}

/** What goes on while an answer is graded. */
export function Grading({ view }: { readonly view: InterviewView }) {
  const { session, status } = view;
  const kind = session.question?.kind ?? "free-text";
  return (
    <div class="grading" data-key="grading" data-version={session.transcript.at(-1)?.id ?? ""}>
      <p>
        <span class="pulse" aria-hidden="true"></span>
        <strong>{words.interview.grading[kind]}</strong> <span class="soft">{expected(kind, session, status)}</span>
        {" "}
        <span class="soft elapsed" data-elapsed hidden></span>
      </p>
      <p class="stage soft" data-stage hidden></p>
      <div class="curves" data-curves hidden></div>
      <ul class="criteria checks live" data-checks aria-label={words.interview.checks} hidden></ul>
      {kind === "coding" && (
        <form method="post" action={`/sessions/${session.id}/stop`}>
          <button type="submit">{words.interview.stop}</button>{" "}
          <span class="soft small">{words.interview.stopWhat}</span>
        </form>
      )}
      <noscript>
        <p class="soft">{words.interview.gradingNoScript}</p>
        <p>
          <a href={`/sessions/${session.id}#now`}>{words.interview.reload}</a>
        </p>
      </noscript>
    </div>
  );
}

function expected(kind: PublicQuestion["kind"], session: Session, status: WebStatus): string {
  const { gradingTime } = words.interview;
  if (kind === "coding") return gradingTime.code(Math.ceil((session.question?.limits?.wallMs ?? 30_000) / 1000));
  if (kind === "multiple-choice") return gradingTime.key;
  return status.llm ? gradingTime.llm : gradingTime.offline;
}

function Done({ session }: { readonly session: Session }) {
  return (
    <div class="done" data-key="composer" data-version="done">
      <a class="button primary" href={`/sessions/${session.id}/report`}>{words.interview.toReport}</a>
      <a class="button" href="/">{words.interview.another}</a>
    </div>
  );
}
