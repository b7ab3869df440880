import type { Context, Hono, MiddlewareHandler } from "hono";
import { Conflict, InvalidRequest, QueueFull, type Session } from "../interview/mod.ts";
import * as words from "./messages/en.ts";
import type { Grade } from "../grader/mod.ts";
import type { WebServices } from "./services.ts";
import { sourceMax } from "./turn_form.ts";

/** Longest wait for a trial; longer than any run may take. */
const trialMs = 100_000;
/** Longest reason of an appeal, as in the contract. */
export const reasonMax = 2000;

/** A trial of code, and what was tried. */
export interface Trial {
  readonly source: string;
  readonly grade: Grade;
}

/** What the actions need of the pages. */
export interface ActionParts {
  readonly ownForms: MiddlewareHandler;
  /** The session of the address; `null` when the browser may not see it. */
  session(c: Context): Promise<Session | null>;
  notFound(c: Context): Response | Promise<Response>;
  form(c: Context): Promise<FormData>;
  interviewPage(
    c: Context,
    options: { readonly notice?: string; readonly status?: 409 | 413 | 422 | 503; readonly trial?: Trial },
  ): Promise<Response>;
}

/** What a candidate can do beside turns: try code, stop a run, stop the clock, doubt a verdict, share the report. */
export function addSessionActions(app: Hono, { interview }: WebServices, parts: ActionParts): void {
  const { interviewPage, notFound } = parts;
  const action = (
    name: string,
    run: (c: Context, found: Session, form: FormData) => Promise<Response>,
  ) =>
    app.post(`/sessions/:id/${name}`, parts.ownForms, async (c) => {
      const found = await parts.session(c);
      return found ? await run(c, found, await parts.form(c)) : await notFound(c);
    });
  const back = (c: Context, { id }: Session, place = "#now") => c.redirect(`/sessions/${id}${place}`, 303);

  action("precheck", async (c, found, form) => {
    const source = textOf(form, "source").replaceAll("\r\n", "\n");
    if (found.question?.kind !== "coding" || found.state !== "awaiting-answer") {
      return await interviewPage(c, { notice: words.interview.stale, status: 409 });
    }
    if (source.trim() === "") return await interviewPage(c, { notice: words.interview.empty, status: 422 });
    if (source.length > sourceMax) return await interviewPage(c, { notice: words.interview.tooLong, status: 413 });
    const answer = { kind: "coding", language: "typescript", source } as const;
    try {
      const grade = await interview.precheck({ questionId: found.question.id, answer }, {
        timeoutMs: trialMs,
        signal: c.req.raw.signal,
        sessionId: found.id,
      });
      return await interviewPage(c, { trial: { source, grade } });
    } catch (error) {
      if (error instanceof QueueFull) return await interviewPage(c, { notice: words.interview.busy, status: 503 });
      if (!(error instanceof Conflict)) throw error;
      return await interviewPage(c, { notice: words.interview.trialStopped, status: 409 });
    }
  });

  action("stop", async (c, found) => {
    await unlessConflict(
      found.state === "grading" ? interview.stopGrading(found.id) : interview.stopPrechecks(found.id),
    );
    return back(c, found);
  });

  action("clock", async (c, found, form) => {
    await unlessConflict(interview.setClock(found.id, form.get("wanted") === "paused" ? "paused" : "running"));
    return back(c, found);
  });

  action("appeals", async (c, found, form) => {
    const [gradeId, criterionId] = [textOf(form, "gradeId"), textOf(form, "criterionId")];
    const reason = textOf(form, "reason").trim().slice(0, reasonMax);
    const seen = (await interview.grades(found.id)).some(({ id }) => id === gradeId);
    if (!seen) return await notFound(c);
    if (reason !== "") {
      try {
        await interview.appeal(gradeId, { criterionId, reason });
      } catch (error) {
        // Doubted before, or replaced meanwhile: the page shows how it stands.
        if (!(error instanceof Conflict || error instanceof InvalidRequest)) throw error;
      }
    }
    const place = `#c-${gradeId}-${criterionId}`;
    return back(c, found, form.get("from") === "report" ? `/report${place}` : place);
  });

  action("share", async (c, found, form) => {
    await unlessConflict(form.get("wanted") === "off" ? interview.unshare(found.id) : interview.share(found.id));
    return back(c, found, "/report#share");
  });
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** A thing that cannot be done any more has become needless: the page shows how it stands. */
async function unlessConflict(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}
