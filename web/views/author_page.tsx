// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import { difficulties, type Question, topics } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import { author } from "../messages/staff_en.ts";
import type { PageContext } from "../page.ts";
import { kinds, type QuestionFilter } from "../question_filter.ts";
import type { Trials } from "../trials.ts";
import { Layout } from "./layout.tsx";
import { Scroll } from "./scroll.tsx";

/** Most questions whose labelled answers one request tries. */
export const triedMax = 60;

/** The bank with its rubrics. */
export function AuthorPage(props: {
  readonly context: PageContext;
  readonly filter: QuestionFilter;
  readonly found: readonly Question[];
  readonly total: number;
  readonly trials: Trials;
}) {
  const { filter, found, trials } = props;
  const hasUntried = found.some((question) => question.kind === "free-text" && !trials.known(question));
  return (
    <Layout context={props.context} title={author.title} page="author">
      <div class="author">
        <header>
          <h1>{author.title}</h1>
          <p class="soft">{author.lead(props.total)}</p>
        </header>
        <form class="author-filter" method="get" action="/author" role="search">
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
          {hasUntried && found.length <= triedMax && (
            <button type="submit" name="try" value="yes" aria-describedby="try-note">{author.check}</button>
          )}
        </form>
        <p class="soft small">
          <span role="status">{words.questions.found(found.length)}</span>{" "}
          {hasUntried && (
            <span id="try-note">{found.length <= triedMax ? author.checkNote : author.narrow(triedMax)}</span>
          )}
        </p>
        {found.length === 0 ? <p>{author.none}</p> : (
          <Scroll label={author.title}>
            <table class="bank">
              <thead>
                <tr>{author.columns.map((column) => <th scope="col">{column}</th>)}</tr>
              </thead>
              <tbody>
                {found.map((question) => (
                  <tr>
                    <th scope="row">
                      <a href={`/author/questions/${question.id}`}>{question.title}</a>
                      <span class="soft small">{words.topicNames[question.topic]}</span>
                    </th>
                    <td>{words.kindNames[question.kind]}</td>
                    <td>{words.difficultyNames[question.difficulty]}</td>
                    <td>{asksFor(question)}</td>
                    <td>{examplesOf(question, trials)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </div>
    </Layout>
  );
}

function asksFor(question: Question): string {
  switch (question.kind) {
    case "free-text": {
      const { criteria, misconceptions } = question.rubric;
      return [
        author.criteria(criteria.length),
        ...(misconceptions.length > 0 ? [author.misconceptions(misconceptions.length)] : []),
      ].join(", ");
    }
    case "multiple-choice":
      return author.options(question.options.length);
    case "coding":
      return author.checks(question.checks.length);
    default:
      return question satisfies never;
  }
}

function examplesOf(question: Question, trials: Trials): string {
  if (question.kind !== "free-text" || question.examples.length === 0) return author.noExamples;
  const tally = trials.known(question);
  return tally ? author.agreement(tally.right, tally.all) : author.unchecked(question.examples.length);
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
