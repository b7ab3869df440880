import type { Session, TranscriptEntry } from "../../interview/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import { sourceMax } from "../turn_form.ts";
import { Prose } from "./text.tsx";
import { TurnFields, turnsOf } from "./turn_fields.tsx";

/** Where code is written; a plain field until the editor has been loaded into it. */
export function Editor(props: {
  readonly session: Session;
  readonly question: PublicQuestion;
  /** What was said about the question so far. */
  readonly entries: readonly TranscriptEntry[];
}) {
  const { session, question, entries } = props;
  const starter = question.starter?.source ?? "";
  const source = entries.findLast(({ kind }) => kind === "answer")?.text ?? starter;
  const asked = entries.findLast(({ kind }) => kind === "question" || kind === "follow-up")?.id ?? "";
  return (
    <form
      class="composer coding"
      method="post"
      action={turnsOf(session)}
      data-key="editor"
      data-version={asked}
      data-turn="answer"
      data-draft={`${session.id}:${asked}`}
    >
      <input type="hidden" name="type" value="answer" />
      <input type="hidden" name="kind" value="coding" />
      <TurnFields session={session} />
      {question.entryPoints && question.entryPoints.length > 0 && (
        <details class="exports" open={!question.prompt.includes("```")}>
          <summary>{words.interview.code.exports}</summary>
          <ul>
            {question.entryPoints.map(({ name, signature, doc }) => (
              <li>
                <code class="signature">{signature.includes(name) ? signature : `${name}: ${signature}`}</code>
                <Prose text={doc} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <label class="hidden-words" for="source">{words.interview.code.label}</label>
      <div class="editor" data-editor>
        <textarea
          id="source"
          name="source"
          rows={Math.min(28, Math.max(12, source.split("\n").length + 2))}
          maxlength={sourceMax}
          required
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          wrap="off"
          data-starter={starter}
          aria-describedby="source-keys"
        >
          {/* A browser drops the first line break of a field. */}
          {"\n"}
          {source}
        </textarea>
      </div>
      <div class="composer-foot">
        <p id="source-keys" class="soft small keys-hint">
          {words.interview.code.keys} {question.limits &&
            words.interview.code.limits(Math.ceil(question.limits.wallMs / 1000), question.limits.memoryMiB)}
        </p>
        <button type="button" data-reset hidden>{words.interview.code.reset}</button>
        <button class="primary" type="submit" title={words.interview.code.runKeys}>{words.interview.code.run}</button>
      </div>
    </form>
  );
}
