import type { Session } from "../../interview/mod.ts";
import { hintsTaken } from "../exchanges.ts";
import * as words from "../messages/en.ts";
import { sayMax } from "../turn_form.ts";
import { TurnFields, turnsOf } from "./turn_fields.tsx";

/** What a candidate can do beside answering: a hint, skip, repeat, clarify, ask, end. */
export function Actions({ session }: { readonly session: Session }) {
  const { question } = session;
  if (!question) return null;
  const taken = hintsTaken(session, question.id);
  const { interview } = words;
  return (
    <div
      class="actions"
      data-key="actions"
      data-version={`${question.id}:${taken}`}
      role="group"
      aria-label={interview.actions}
    >
      <form method="post" action={turnsOf(session)} data-turn="action">
        <TurnFields session={session} />
        {taken < question.hintCount
          ? (
            <button type="submit" name="type" value="hint" title={interview.hintCostLong}>
              {interview.hint(taken + 1, question.hintCount)}{" "}
              <span class="cost">
                <span aria-hidden="true">{interview.hintCost}</span>
                <span class="hidden-words">, {interview.hintCostLong}</span>
              </span>
            </button>
          )
          : <span class="soft no-hints">{question.hintCount === 0 ? interview.noHintsAtAll : interview.noHints}</span>}
        <button type="submit" name="say" value={interview.repeatText}>{interview.repeat}</button>
        <button type="submit" name="say" value={interview.clarifyText}>{interview.clarify}</button>
        <button type="submit" name="type" value="skip">{interview.skip}</button>
      </form>
      {session.deadline && (
        <form method="post" action={`/sessions/${session.id}/clock`}>
          <button type="submit" name="wanted" value="paused">{interview.pause}</button>
        </form>
      )}
      <details class="ask">
        <summary>{interview.ask}</summary>
        <form method="post" action={turnsOf(session)} data-turn="action">
          <TurnFields session={session} />
          <label class="hidden-words" for="ask">{interview.askLabel}</label>
          <input
            id="ask"
            name="say"
            type="text"
            maxlength={sayMax}
            required
            autocomplete="off"
            placeholder={interview.askLabel}
          />
          <button type="submit">{interview.askSend}</button>
        </form>
      </details>
      <details class="end">
        <summary>{interview.end}</summary>
        <form method="post" action={turnsOf(session)} data-turn="action">
          <TurnFields session={session} />
          <p>{interview.endSure}</p>
          <button class="danger" type="submit" name="type" value="end">{interview.endNow}</button>
        </form>
      </details>
    </div>
  );
}
