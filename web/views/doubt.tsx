import type { Child } from "hono/jsx";
import type { AppealView } from "../../interview/mod.ts";
import type { Grade } from "../../grader/mod.ts";
import * as words from "../messages/en.ts";
import { reasonMax } from "../session_actions.ts";
import { Prose } from "./text.tsx";

/** What a candidate may do about a verdict; `null` for somebody who only reads. */
export interface Doubts {
  readonly sessionId: string;
  readonly appeals: readonly AppealView[];
  readonly from: "interview" | "report";
}

/** Where a verdict is on the page, so that the browser comes back to it. */
export const placeOf = (grade: Grade, criterionId: string): string => `c-${grade.id}-${criterionId}`;

/** What may be done about the verdicts of one grade: appeals against the grades that it took the place of are told too. */
export function doubtsAbout(grade: Grade, doubts: Doubts, grades: readonly Grade[]): Doubts {
  const byId = new Map(grades.map((each) => [each.id, each]));
  const line = new Set<string>();
  for (let id: string | undefined = grade.id; id !== undefined && !line.has(id); id = byId.get(id)?.supersedes) {
    line.add(id);
  }
  return { ...doubts, appeals: doubts.appeals.filter(({ gradeId }) => line.has(gradeId)) };
}

/** What changes how the doubts about a grade look. */
export const doubtsVersion = ({ appeals }: Pick<Doubts, "appeals">): string =>
  appeals.map(({ id, state }) => `${id}.${state}`).join();

/** Why a verdict was given, and how to doubt it. */
export function Why(props: {
  readonly grade: Grade;
  readonly criterionId: string;
  /** What the verdict is about, for whoever hears the button without seeing its place. */
  readonly about: string;
  readonly reason: string;
  readonly doubts: Doubts | null;
}): Child {
  const { grade, criterionId, about, reason, doubts } = props;
  const appeal = doubts?.appeals.findLast((appeal) => appeal.criterionId === criterionId);
  return (
    <div class="why-row">
      {reason.trim() !== "" && (
        <details class="why-details">
          <summary>
            {words.doubt.why} <span class="hidden-words">{about}</span>
          </summary>
          <Prose text={reason} class="why" />
        </details>
      )}
      {appeal
        ? (
          <p class="appeal-state">
            <span class="soft">{words.doubt.appealed}</span> {words.doubt.states[appeal.state]}
          </p>
        )
        : doubts && grade.status !== "ungradable" && (
          <details class="doubt">
            <summary>
              {words.doubt.disagree} <span class="hidden-words">{about}</span>
            </summary>
            <form method="post" action={`/sessions/${doubts.sessionId}/appeals`}>
              <input type="hidden" name="gradeId" value={grade.id} />
              <input type="hidden" name="criterionId" value={criterionId} />
              <input type="hidden" name="from" value={doubts.from} />
              <label>
                {words.doubt.reason}
                <textarea name="reason" rows={3} required maxlength={reasonMax}></textarea>
              </label>
              <p class="soft small">{words.doubt.what}</p>
              <button type="submit">{words.doubt.send}</button>
            </form>
          </details>
        )}
    </div>
  );
}
