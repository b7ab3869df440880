// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import { difficulties, type PublicQuestion, topics } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import type { OpenSession } from "../../interview/mod.ts";
import type { WebReview, WebStatus } from "../services.ts";
import { Layout } from "./layout.tsx";

/** The first page: three ways in. */
export function StartPage(props: {
  readonly context: PageContext;
  readonly questions: readonly PublicQuestion[];
  readonly open: readonly OpenSession[];
  /** What is due for review now. */
  readonly due: readonly WebReview[];
  readonly status: WebStatus;
}) {
  const { start } = words;
  return (
    <Layout context={props.context} title={start.title} page="start">
      <div class="start">
        <h1>{start.lead}</h1>
        <p class="what">{start.what}</p>
        <Resume open={props.open} />
        <Due due={props.due} questions={props.questions} />
        <div class="ways">
          <Practice questions={props.questions} llm={props.status.llm} />
          <Mock llm={props.status.llm} />
          <Coding questions={props.questions} />
        </div>
        <p class="browse">
          <a href="/questions">{start.browse(props.questions.length)}</a>
        </p>
        <SmallPrint status={props.status} />
      </div>
    </Layout>
  );
}

function Resume({ open }: { readonly open: readonly OpenSession[] }) {
  if (open.length === 0) return null;
  return (
    <section class="resume" aria-labelledby="resume">
      <h2 id="resume">{words.start.resume}</h2>
      <ul>
        {open.slice(0, 3).map((session) => (
          <li>
            <a href={`/sessions/${session.id}`}>
              {words.start.resumeAt(session.mode, session.position, session.length)}
            </a>{" "}
            <span class="soft">
              {words.start.startedAt} <time datetime={session.createdAt}>{dayAndTime(session.createdAt)}</time>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was forgotten, or soon will be, comes back before anything new. */
function Due(
  { due, questions }: { readonly due: readonly WebReview[]; readonly questions: readonly PublicQuestion[] },
) {
  if (due.length === 0) return null;
  const titles = new Map(questions.map(({ id, title }) => [id, title]));
  const asked = [...new Set(due.map(({ questionId }) => questionId))];
  return (
    <section class="resume due" aria-labelledby="due">
      <h2 id="due">{words.start.due.title(due.length)}</h2>
      <p>{words.start.due.what(asked.flatMap((id) => titles.get(id) ?? []))}</p>
      <form method="post" action="/due">
        <button type="submit">{words.start.due.go}</button>
      </form>
    </section>
  );
}

const dayAndTime = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

function Practice(
  { questions, llm }: { readonly questions: readonly PublicQuestion[]; readonly llm: boolean },
) {
  const { practice } = words.start;
  const present = topics.filter((topic) => questions.some((question) => question.topic === topic));
  return (
    <form class="way" method="post" action="/start">
      <h2>{practice.title}</h2>
      <p>{practice.what}</p>
      <input type="hidden" name="mode" value="practice" />
      <label>
        {words.start.topic}
        <select name="topic">
          <option value="">{words.start.anyTopic}</option>
          {present.map((topic) => <option value={topic}>{words.topicNames[topic]}</option>)}
        </select>
      </label>
      <DifficultyAndLength lengths={[3, 5, 8]} chosen={5} />
      <Stay llm={llm} />
      <button class="primary" type="submit">{practice.go}</button>
    </form>
  );
}

function Mock({ llm }: { readonly llm: boolean }) {
  const { mock } = words.start;
  return (
    <form class="way" method="post" action="/start">
      <h2>{mock.title}</h2>
      <p>{mock.what}</p>
      <DifficultyAndLength lengths={[5, 8, 12]} chosen={8} />
      <label class="tick">
        <input type="checkbox" name="mode" value="timed" /> {words.start.timed}
      </label>
      <Stay llm={llm} />
      <input type="hidden" name="mode" value="mock" />
      <button class="primary" type="submit">{mock.go}</button>
    </form>
  );
}

/** Where a language model grades, a candidate can keep it from reading the answers. */
function Stay({ llm }: { readonly llm: boolean }) {
  if (!llm) return null;
  return (
    <label class="tick">
      <input type="checkbox" name="stay" value="here" /> {words.start.stay}
    </label>
  );
}

function DifficultyAndLength({ lengths, chosen }: { readonly lengths: readonly number[]; readonly chosen: number }) {
  return (
    <div class="pair">
      <label>
        {words.start.difficulty}
        <select name="difficulty">
          <option value="">{words.start.anyDifficulty}</option>
          {difficulties.map((difficulty) => <option value={difficulty}>{words.difficultyNames[difficulty]}</option>)}
        </select>
      </label>
      <label>
        {words.start.length}
        <select name="length">
          {lengths.map((length) => <option value={length} selected={length === chosen}>{length}</option>)}
        </select>
      </label>
    </div>
  );
}

function Coding({ questions }: { readonly questions: readonly PublicQuestion[] }) {
  const { coding } = words.start;
  const present = questions.filter(({ kind }) => kind === "coding");
  return (
    <form class="way" method="post" action="/start">
      <h2>{coding.title}</h2>
      <p>{coding.what}</p>
      {present.length === 0 ? <p class="soft">{words.start.none}</p> : (
        <>
          <input type="hidden" name="mode" value="practice" />
          <input type="hidden" name="kind" value="coding" />
          <input type="hidden" name="length" value="1" />
          <label>
            {words.start.question}
            <select name="question">
              <option value="">{words.start.anyQuestion}</option>
              {present.map(({ id, title, difficulty }) => (
                <option value={id}>{title} ({words.difficultyNames[difficulty]})</option>
              ))}
            </select>
          </label>
          <button class="primary" type="submit">{coding.go}</button>
        </>
      )}
    </form>
  );
}

function SmallPrint({ status }: { readonly status: WebStatus }) {
  const tier = words.start.tiers[status.sandbox.tier] ?? status.sandbox.tier;
  return (
    <dl class="small-print">
      <div>
        <dt>{words.start.aboutGrading}</dt>
        <dd>{status.graders}</dd>
      </div>
      <div>
        <dt>{words.start.aboutData}</dt>
        <dd>{status.leaves}</dd>
      </div>
      <div>
        <dt>{words.start.aboutCode}</dt>
        <dd>
          {tier} <span class="soft">({status.sandbox.reason.replace(/\.$/, "")})</span>
        </dd>
      </div>
    </dl>
  );
}
