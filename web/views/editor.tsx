import type { Grade } from "../../grader/mod.ts";
import type { Session, TranscriptEntry } from "../../interview/mod.ts";
import type { PublicQuestion } from "../../question-bank/mod.ts";
import * as words from "../messages/en.ts";
import { sourceMax } from "../turn_form.ts";
import { lineMarks } from "../line_marks.ts";
import type { Trial } from "../session_actions.ts";
import { CodingResult } from "./coding_result.tsx";
import { Prose } from "./text.tsx";
import { TurnFields, turnsOf } from "./turn_fields.tsx";

/** Where code is written; a plain field until the editor has been loaded into it. */
export function Editor(props: {
  readonly session: Session;
  readonly question: PublicQuestion;
  /** What was said about the question so far. */
  readonly entries: readonly TranscriptEntry[];
  /** The run that counts, whose faults are marked in the code. */
  readonly grade: Grade | null;
  /** The last trial. */
  readonly trial: Trial | null;
  readonly tier: string;
}) {
  const { session, question, entries, grade, trial, tier } = props;
  const starter = question.starter?.source ?? "";
  const source = trial?.source ?? entries.findLast(({ kind }) => kind === "answer")?.text ?? starter;
  const asked = entries.findLast(({ kind }) => kind === "question" || kind === "follow-up")?.id ?? "";
  return (
    <form
      class="composer coding"
      method="post"
      enctype="multipart/form-data"
      action={turnsOf(session)}
      data-key="editor"
      data-version={`${asked}:${entries.findLast(({ kind }) => kind === "answer")?.id ?? ""}`}
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
          data-entry-points={JSON.stringify(question.entryPoints ?? [])}
          data-marks={JSON.stringify(trial ? lineMarks(trial.grade) : grade ? lineMarks(grade) : [])}
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
        <button
          type="submit"
          formaction={`/sessions/${session.id}/precheck`}
          title={words.interview.trial.what}
          data-precheck
        >
          {words.interview.trial.run} <span class="cost">{words.interview.trial.cost}</span>
        </button>
        <button class="primary" type="submit" title={words.interview.code.runKeys}>{words.interview.code.run}</button>
      </div>
      <div
        class="trial"
        data-trial={question.limits ? words.interview.gradingTime.code(Math.ceil(question.limits.wallMs / 1000)) : ""}
      >
        {trial && <TrialResult grade={trial.grade} tier={tier} />}
      </div>
    </form>
  );
}

/** What a trial showed; nothing of it counts. */
function TrialResult({ grade, tier }: { readonly grade: Grade; readonly tier: string }) {
  const passed = grade.criteria.filter(({ verdict }) => verdict === "met").length;
  return (
    <section
      class="trial-result card"
      aria-label={words.interview.trial.heading}
      data-marks={JSON.stringify(lineMarks(grade))}
    >
      <h3 tabindex={-1}>{words.interview.trial.passed(passed, grade.criteria.length)}</h3>
      <p class="soft small">{words.interview.trial.note}</p>
      {(grade.status === "ungradable" || (grade.run && grade.run.status !== "ok")) && <Prose text={grade.feedback} />}
      <CodingResult grade={grade} tier={tier} before={null} doubts={null} />
    </section>
  );
}
