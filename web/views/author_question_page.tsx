// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Child } from "hono/jsx";
import type { Grade, GradeDraft } from "../../grader/mod.ts";
import type {
  CodingQuestion,
  FreeTextQuestion,
  MultipleChoiceQuestion,
  PublicQuestion,
  Question,
} from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import { author } from "../messages/staff_en.ts";
import type { PageContext } from "../page.ts";
import type { Trial, TriedPoint } from "../trials.ts";
import { textMax } from "../turn_form.ts";
import { Marked } from "./entry.tsx";
import { Mark } from "./grade_card.tsx";
import { Layout } from "./layout.tsx";
import { Scroll } from "./scroll.tsx";
import { Inline, Prose } from "./text.tsx";

/** An answer that was tried out. */
export interface Tried {
  readonly text: string;
  /** `null` when there was nothing to grade. */
  readonly draft: GradeDraft | null;
  readonly fault: string | null;
}

/** A question as a candidate sees it, and beside it what only its author does. */
export function AuthorQuestionPage(props: {
  readonly context: PageContext;
  readonly question: Question;
  readonly shown: PublicQuestion;
  readonly trials: readonly Trial[];
  readonly tried: Tried | null;
}) {
  const { question, shown, trials, tried } = props;
  return (
    <Layout context={props.context} title={question.title} page="author">
      <div class="author-question">
        <header>
          <p class="small">
            <a href="/author">{author.back}</a>
          </p>
          <h1>{question.title}</h1>
          <p class="soft small">
            {words.topicNames[question.topic]}, {words.difficultyNames[question.difficulty]},{" "}
            {words.kindNames[question.kind]} <code>{question.id}</code> {author.version}{" "}
            <code>{question.version.slice(0, 12)}</code>
          </p>
        </header>
        <div class="side-by-side">
          <section class="candidate card" aria-labelledby="candidate">
            <h2 class="label" id="candidate">{author.candidate}</h2>
            <Prose text={shown.prompt} class="prompt" />
            {shown.options && (
              <ul class="plain-options">
                {shown.options.map(({ id, text }) => (
                  <li>
                    <span class="letter" aria-hidden="true">{id}</span> <Inline text={text} />
                  </li>
                ))}
              </ul>
            )}
            {shown.entryPoints && (
              <ul>
                {shown.entryPoints.map(({ name, signature, doc }) => (
                  <li>
                    <code class="signature">{signature.includes(name) ? signature : `${name}: ${signature}`}</code>
                    <Prose text={doc} />
                  </li>
                ))}
              </ul>
            )}
            {shown.starter && <pre tabindex={0}><code>{shown.starter.source}</code></pre>}
            <Hints question={question} />
            <References shown={shown} />
          </section>
          <div class="behind">
            <Behind question={question} />
          </div>
        </div>
        {question.kind === "free-text" && <TryOut question={question} tried={tried} />}
        {trials.length > 0 && <Examples trials={trials} />}
      </div>
    </Layout>
  );
}

function Hints({ question }: { readonly question: Question }) {
  const { hints, clarification } = question;
  return (
    <>
      {clarification && (
        <details>
          <summary>{author.clarification}</summary>
          <Prose text={clarification} />
        </details>
      )}
      {hints.length === 0 ? <p class="soft small">{author.noHints}</p> : (
        <details>
          <summary>{author.hints} ({hints.length})</summary>
          <ol>
            {hints.map((hint) => (
              <li>
                <Inline text={hint} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function References({ shown }: { readonly shown: PublicQuestion }): Child {
  if (shown.references.length === 0) return null;
  return (
    <details>
      <summary>{author.references} ({shown.references.length})</summary>
      <ul>
        {shown.references.map(({ title, year, url }) => (
          <li>
            <a href={url} rel="noopener noreferrer">{title}</a> ({year})
          </li>
        ))}
      </ul>
    </details>
  );
}

function Behind({ question }: { readonly question: Question }) {
  switch (question.kind) {
    case "free-text":
      return <Rubric question={question} />;
    case "multiple-choice":
      return <Key question={question} />;
    case "coding":
      return <Checks question={question} />;
    default:
      return question satisfies never;
  }
}

function Rubric({ question }: { readonly question: FreeTextQuestion }) {
  const { criteria, misconceptions } = question.rubric;
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <section aria-labelledby="rubric">
      <h2 id="rubric">{author.rubric}</h2>
      <ol class="points">
        {criteria.map(({ id, says, weight, paraphrases, explain, probe }) => (
          <li>
            <p>
              <Inline text={says} /> <span class="soft small">{author.weight(weight, total)}</span>
            </p>
            <details class="explain">
              <summary>
                {author.explain} <code>{id}</code>
              </summary>
              {explain !== "" && <Prose text={explain} />}
              <Listed title={author.paraphrases} texts={paraphrases} />
              <Listed title={author.probe} texts={[probe]} />
            </details>
          </li>
        ))}
      </ol>
      {misconceptions.length > 0 && (
        <ul class="points">
          {misconceptions.map(({ id, says, paraphrases, penalty, correct }) => (
            <li>
              <p>
                <span class="mark not-met">
                  <span aria-hidden="true">✗</span> {author.penalty(penalty)}
                </span>{" "}
                <Inline text={says} />
              </p>
              <details class="explain">
                <summary>
                  {author.correct} <code>{id}</code>
                </summary>
                <Prose text={correct} />
                <Listed title={author.paraphrases} texts={paraphrases} />
              </details>
            </li>
          ))}
        </ul>
      )}
      <details class="model-answer">
        <summary>{author.modelAnswer}</summary>
        <Prose text={question.modelAnswer} />
      </details>
    </section>
  );
}

function Listed({ title, texts }: { readonly title: string; readonly texts: readonly string[] }): Child {
  const some = texts.filter((text) => text !== "");
  if (some.length === 0) return null;
  return (
    <>
      <p class="label">{title}</p>
      <ul>
        {some.map((text) => (
          <li>
            <Inline text={text} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Key({ question }: { readonly question: MultipleChoiceQuestion }) {
  return (
    <section aria-labelledby="rubric">
      <h2 id="rubric">{author.key}</h2>
      <ul class="criteria">
        {question.options.map(({ id, text, correct, why }) => (
          <li>
            <div class="criterion-top">
              <span class="letter" aria-hidden="true">{id}</span>
              <Mark
                verdict={correct ? "met" : "not-met"}
                word={correct ? words.grade.optionRight : words.grade.optionWrong}
              />
            </div>
            <Prose text={text} class="criterion" />
            <Prose text={why} class="why" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Checks({ question }: { readonly question: CodingQuestion }) {
  const { checks, reference, wrong } = question;
  const total = checks.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <section aria-labelledby="rubric">
      <h2 id="rubric">{words.grade.headingCode}</h2>
      <ol class="points">
        {checks.map(({ id, title, weight, visible, rejects }) => (
          <li>
            <p>
              <Inline text={title} />{" "}
              <span class="soft small">
                {author.weight(weight, total)}, {visible ? author.visible : author.hidden} <code>{id}</code>
              </span>
            </p>
            {rejects !== "" && <Prose text={rejects} class="why" />}
          </li>
        ))}
      </ol>
      <details class="model-answer">
        <summary>{author.reference}</summary>
        <pre tabindex={0}><code>{reference}</code></pre>
      </details>
      {wrong.length > 0 && (
        <details class="model-answer">
          <summary>{author.wrong} ({wrong.length})</summary>
          {wrong.map(({ name, source, rejectedBy }) => (
            <>
              <p class="label">{name}, {author.rejectedBy(rejectedBy)}</p>
              <pre tabindex={0}><code>{source}</code></pre>
            </>
          ))}
        </details>
      )}
    </section>
  );
}

function TryOut({ question, tried }: { readonly question: FreeTextQuestion; readonly tried: Tried | null }) {
  return (
    <section class="try" aria-labelledby="try">
      <h2 id="try">{author.tryOut}</h2>
      <form method="post" action={`/author/questions/${question.id}#try`} data-try>
        <label class="hidden-words" for="text">{author.tryOut}</label>
        <textarea id="text" name="text" rows={5} maxlength={textMax} aria-describedby="try-help">
          {"\n"}
          {tried?.text ?? ""}
        </textarea>
        <p class="soft small" id="try-help" data-live-help={author.tryHelp}>{author.tryHelpPlain}</p>
        <button type="submit">{author.tryGo}</button>
      </form>
      <div class="tried" data-tried role="region" aria-live="polite" aria-label={author.tryResult}>
        {tried?.fault && <p class="note">{tried.fault}</p>}
        {tried?.draft ? <Taken draft={tried.draft} text={tried.text} /> : <p class="soft">{author.tryEmpty}</p>}
      </div>
    </section>
  );
}

function Taken({ draft, text }: { readonly draft: GradeDraft; readonly text: string }) {
  const { score, outcome, status, criteria, misconceptions } = draft;
  return (
    <>
      <p class="taken-score">
        {score === null || outcome === null
          ? <strong>{status === "needs-review" ? words.grade.needsReview : words.grade.ungradable}</strong>
          : <strong>{score.toFixed(2)}, {words.grade.outcome[outcome]}</strong>}{" "}
        <span class="soft small">{words.grade.fields.confidence.toLowerCase()} {draft.confidence.toFixed(2)}</span>
      </p>
      <Marked text={text} grades={[asGrade(draft)]} />
      <ul class="points">
        {criteria.map(({ description, verdict, reason, evidence }) => (
          <li>
            <Mark verdict={verdict} word={words.grade.verdict[verdict]} /> <Inline text={description} />
            <p class="soft small">{reason}</p>
            {evidence.length > 0 && <p class="quotes">{evidence.map(({ quote }) => <q>{quote}</q>)}</p>}
          </li>
        ))}
        {misconceptions.map(({ description, evidence }) => (
          <li>
            <span class="mark not-met">
              <span aria-hidden="true">✗</span> {words.grade.setRight}
            </span>{" "}
            <Inline text={description} />
            {evidence.length > 0 && <p class="quotes">{evidence.map(({ quote }) => <q>{quote}</q>)}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

const asGrade = (draft: GradeDraft): Grade => ({ ...draft, id: "", gradedAt: "", durationMs: 0 });

function Examples({ trials }: { readonly trials: readonly Trial[] }) {
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">{author.examples}</h2>
      <ul class="examples">
        {trials.map(({ example, draft, points }) => {
          const differences = points.filter(({ agrees }) => !agrees).length;
          return (
            <li>
              <details>
                <summary>
                  <span class="chip">{author.levels[example.level] ?? example.level}</span>{" "}
                  <strong>{draft.score === null ? words.grade.needsReview : draft.score.toFixed(2)}</strong>{" "}
                  <span class={differences > 0 ? "differs" : "soft"}>
                    {differences > 0 ? author.differs(differences) : author.agrees}
                  </span>
                  <span class="begins soft small">{example.text.slice(0, 120)}</span>
                </summary>
                <div class="example">
                  <Marked text={example.text} grades={[asGrade(draft)]} />
                  <Scroll label={author.examples}>
                    <table>
                      <thead>
                        <tr>{author.exampleColumns.map((column) => <th scope="col">{column}</th>)}</tr>
                      </thead>
                      <tbody>
                        {points.map((point) => (
                          <tr class={point.agrees ? "" : "differs-row"}>
                            <th scope="row" class="reading">
                              <Inline text={point.says} />
                            </th>
                            <td class="nowrap">{labelOf(point)}</td>
                            <td class="nowrap">
                              <Taking point={point} />
                            </td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </Scroll>
                </div>
              </details>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function labelOf({ kind, labelled }: TriedPoint): string {
  if (kind === "criterion") return labelled ? author.labelled.met : author.labelled["not-met"];
  return labelled ? author.labelled.stated : author.labelled.absent;
}

function Taking({ point }: { readonly point: TriedPoint }) {
  const { kind, verdict, agrees } = point;
  const word = kind === "criterion"
    ? words.grade.verdict[verdict]
    : verdict === "met"
    ? author.labelled.stated
    : author.labelled.absent;
  return <>{word}{!agrees && <strong class="differs">, {author.differsHere}</strong>}</>;
}
