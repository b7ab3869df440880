// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Child } from "hono/jsx";
import type { Mode, TranscriptEntry } from "../../interview/mod.ts";
import { markEvidence } from "../evidence.ts";
import { type Exchange, optionReasons, withoutHeardList, withoutOptionList } from "../exchanges.ts";
import * as words from "../messages/en.ts";
import { sourceChanges } from "../source_changes.ts";
import { Inline, Prose } from "./text.tsx";

/** One thing that was said. */
export function Entry(props: { readonly entry: TranscriptEntry; readonly exchange: Exchange; readonly mode: Mode }) {
  const { entry, exchange, mode } = props;
  const mine = entry.role === "candidate";
  const outdated = entry.kind === "feedback" && exchange.replaced.has(entry.gradeId ?? "");
  return (
    <article
      class={`entry ${entry.kind} ${entry.role}${sizeOf(entry, exchange)}`}
      id={`e-${entry.id}`}
      data-key={entry.id}
      data-version={mine && entry.kind === "answer"
        ? `${exchange.grade?.id ?? "0"}:${isLastAnswer(entry, exchange)}`
        : outdated
        ? "outdated"
        : "0"}
      data-role={entry.role}
      aria-label={labelOf(entry, exchange)}
      tabindex={-1}
    >
      <Label entry={entry} exchange={exchange} mode={mode} />
      {mine
        ? <Mine entry={entry} exchange={exchange} />
        : outdated
        ? <Outdated text={entry.text} />
        : <Prose text={said(entry, exchange)} />}
    </article>
  );
}

/** What was said of a grade that no longer counts. */
function Outdated({ text }: { readonly text: string }) {
  return (
    <details class="outdated">
      <summary>{words.interview.outdated}</summary>
      <Prose text={text} />
    </details>
  );
}

/** A short question is set large; a long one as something to read. */
function sizeOf({ kind, text }: TranscriptEntry, { question }: Exchange): string {
  if (kind !== "question" && kind !== "follow-up") return "";
  if (question?.kind === "coding") return " read";
  return text.length <= 160 ? " large" : text.length <= 420 ? " middle" : " small-type";
}

function labelOf(entry: TranscriptEntry, exchange: Exchange): string {
  if (entry.role === "candidate") return words.interview.you;
  if (entry.kind === "question") return words.interview.question(exchange.position);
  return words.interview.interviewer;
}

function Label(
  { entry, exchange, mode }: { readonly entry: TranscriptEntry; readonly exchange: Exchange; readonly mode: Mode },
) {
  switch (entry.kind) {
    case "question":
      return (
        <h2 class="label">
          {words.interview.question(exchange.position)}
          {exchange.question?.kind === "coding" && <span class="question-title">{exchange.question.title}</span>}
        </h2>
      );
    case "follow-up":
      return (
        <h3 class="label win-back">{mode === "practice" ? words.interview.followUp : words.interview.followUpShort}</h3>
      );
    case "answer":
      return <p class="label">{words.interview.you}</p>;
    case "notice":
      return entry.role === "candidate" ? <p class="label">{words.interview.you}</p> : null;
    case "hint":
    case "greeting":
    case "feedback":
    case "closing":
      return null;
    default:
      return entry.kind satisfies never;
  }
}

/** What the interviewer said, less what the card beside it shows. */
function said({ kind, text }: TranscriptEntry, { grade, question }: Exchange): string {
  if (kind !== "feedback" || !grade) return text;
  if (grade.kind === "free-text") return withoutHeardList(text);
  const shownBeside = question?.options?.every(({ id }) => optionReasons(text).has(id));
  return shownBeside ? withoutOptionList(text) : text;
}

function Mine({ entry, exchange }: { readonly entry: TranscriptEntry; readonly exchange: Exchange }) {
  if (entry.kind !== "answer") return <p class="verbatim">{entry.text}</p>;
  const { question, grade } = exchange;
  if (question?.kind === "coding") {
    const lines = entry.text.trimEnd().split("\n").length;
    return (
      <>
        <details class="source" open={isLastAnswer(entry, exchange)}>
          <summary>{words.interview.code.yours(lines)}</summary>
          <pre tabindex={0}><code>{entry.text}</code></pre>
        </details>
        <Changes entry={entry} exchange={exchange} />
      </>
    );
  }
  const chosen = question?.options?.filter(({ id }) => choicesIn(entry.text).includes(id)) ?? [];
  if (question?.kind === "multiple-choice" && chosen.length > 0) {
    return (
      <ul class="chosen-options">
        {chosen.map(({ id, text }) => (
          <li>
            <span class="letter">{id}</span> <Inline text={text} />
          </li>
        ))}
      </ul>
    );
  }
  return <Marked text={entry.text} grades={grade ? [grade] : []} />;
}

const answersOf = ({ entries, more }: Exchange) => [...entries, ...more].filter(({ kind }) => kind === "answer");

const isLastAnswer = (entry: TranscriptEntry, exchange: Exchange) => answersOf(exchange).at(-1)?.id === entry.id;

/** What changed in the code since the run before. */
function Changes({ entry, exchange }: { readonly entry: TranscriptEntry; readonly exchange: Exchange }): Child {
  const answers = answersOf(exchange);
  const before = answers[answers.findIndex(({ id }) => id === entry.id) - 1];
  if (!before) return null;
  const changes = sourceChanges(before.text, entry.text);
  const count = (kind: "added" | "removed") =>
    changes.reduce((sum, change) => change.kind === kind ? sum + change.lines.length : sum, 0);
  if (changes.length === 0) return <p class="soft small">{words.interview.code.unchanged}</p>;
  return (
    <details class="source changes">
      <summary>{words.interview.code.changes(count("added"), count("removed"))}</summary>
      <pre tabindex={0}>
        {changes.flatMap(({ kind, lines }) =>
          lines.map((line) => {
            const text = `${{ same: " ", added: "+", removed: "−" }[kind]} ${line}\n`;
            return kind === "added" ? <ins>{text}</ins> : kind === "removed" ? <del>{text}</del> : <span>{text}</span>;
          })
        )}
      </pre>
    </details>
  );
}

/** A candidate's text, verbatim, with what the grade rests on marked. */
export function Marked(
  { text, grades }: { readonly text: string; readonly grades: Parameters<typeof markEvidence>[1] },
) {
  return (
    <p class="verbatim">
      {markEvidence(text, grades).map((piece) =>
        piece.mark === null ? piece.text : <mark class={piece.mark}>{piece.text}</mark>
      )}
    </p>
  );
}

const choicesIn = (text: string) => text.split(/[\s,]+/);

/** Ids of the options chosen in an exchange. */
export function chosenOptions({ entries }: Pick<Exchange, "entries">): readonly string[] {
  return choicesIn(entries.findLast(({ kind }) => kind === "answer")?.text ?? "");
}
