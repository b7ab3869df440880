// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import { difficulties, type PublicQuestion, topics } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { kinds, type QuestionFilter } from "../question_filter.ts";
import { Layout } from "./layout.tsx";
import { Prose } from "./text.tsx";

/** All questions, without their answers. */
export function QuestionsPage(props: {
  readonly context: PageContext;
  readonly filter: QuestionFilter;
  readonly found: readonly PublicQuestion[];
  readonly total: number;
}) {
  const { filter, found } = props;
  const filtered = Object.values(filter).some((value) => value !== "");
  return (
    <Layout context={props.context} title={words.questions.title} page="questions">
      <div class="questions">
        <h1>{words.questions.title}</h1>
        <p class="what">{words.questions.lead(props.total)}</p>
        <form class="filter" method="get" action="/questions" role="search">
          <Select
            name="topic"
            label={words.start.topic}
            any={words.start.anyTopic}
            chosen={filter.topic}
            options={topics.map((topic) => [topic, words.topicNames[topic]])}
          />
          <Select
            name="kind"
            label={words.questions.kind}
            any={words.questions.anyKind}
            chosen={filter.kind}
            options={kinds.map((kind) => [kind, words.kindNames[kind]])}
          />
          <Select
            name="difficulty"
            label={words.start.difficulty}
            any={words.start.anyDifficulty}
            chosen={filter.difficulty}
            options={difficulties.map((difficulty) => [difficulty, words.difficultyNames[difficulty]])}
          />
          <label>
            {words.questions.search}
            <input type="search" name="q" value={filter.q} maxlength={100} />
          </label>
          <button type="submit">{words.questions.filter}</button>
        </form>
        {filtered && (
          <p class="found" role="status">
            {words.questions.found(found.length)} {found.length === 0 && words.questions.none}{" "}
            <a href="/questions">{words.questions.clear}</a>
          </p>
        )}
        {topics.map((topic) => (
          <TopicGroup
            topic={topic}
            found={found.filter((question) => question.topic === topic)}
          />
        ))}
      </div>
    </Layout>
  );
}

function Select(props: {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly chosen: string;
  readonly options: readonly (readonly [string, string])[];
}) {
  return (
    <label>
      {props.label}
      <select name={props.name}>
        <option value="">{props.any}</option>
        {props.options.map(([value, text]) => <option value={value} selected={value === props.chosen}>{text}</option>)}
      </select>
    </label>
  );
}

function TopicGroup(
  { topic, found }: { readonly topic: (typeof topics)[number]; readonly found: readonly PublicQuestion[] },
) {
  if (found.length === 0) return null;
  return (
    <section class="topic" aria-labelledby={`topic-${topic}`}>
      <h2 id={`topic-${topic}`}>
        {words.topicNames[topic]} <span class="soft small">{words.report.questionCount(found.length)}</span>
      </h2>
      <ul>
        {found.map((question) => (
          <li>
            <details>
              <summary>
                <span class="question-name">{question.title}</span>{" "}
                <span class="soft small">
                  {words.kindNames[question.kind]}
                  <span class="dot" aria-hidden="true">·</span>
                  {words.difficultyNames[question.difficulty]}
                </span>
              </summary>
              <div class="question-body">
                <Prose text={question.prompt} />
                <form method="post" action="/start">
                  <input type="hidden" name="mode" value="practice" />
                  <input type="hidden" name="question" value={question.id} />
                  <button type="submit">{words.questions.practise}</button>
                </form>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
