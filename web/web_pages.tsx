import { type Context, Hono, type MiddlewareHandler } from "hono";
import { accepts } from "hono/accepts";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { readManifest, serveAsset } from "./assets.ts";
import * as words from "./messages/en.ts";
import { type PageContext, pageHeaders } from "./page.ts";
import { filterFrom, filterQuestions } from "./question_filter.ts";
import type { WebServices } from "./services.ts";
import { addSessionActions, type Trial } from "./session_actions.ts";
import { addStaffPages } from "./staff_pages.tsx";
import { startFromForm } from "./start_form.ts";
import { turnFault } from "./turn_fault.ts";
import { turnFromForm } from "./turn_form.ts";
import { InterviewPage } from "./views/interview_page.tsx";
import { LoginPage } from "./views/login_page.tsx";
import { MessagePage } from "./views/message_page.tsx";
import { QuestionsPage } from "./views/questions_page.tsx";
import { ReportPage } from "./views/report_page.tsx";
import { StartPage } from "./views/start_page.tsx";

/** How long a form waits for its grade before the page is shown without it. */
const formWaitMs = 4000;
/** Questions of one session of due reviews. */
const dueAtOnceMax = 8;
/** Forms are answers; nothing larger comes from these pages. */
const formBytesMax = 256 * 1024;

/** Options of {@link webPages}. */
export interface WebPagesOptions {
  /** Where `buildWeb` wrote the browser files; by default `build/web/` beside this folder. */
  readonly assets?: URL;
}

/**
 * The web chat: start, interview, report and question pages, and the browser files under `/assets/`. Every page works
 * without script; forms are taken from this origin only.
 *
 * @throws when the browser files have not been built
 */
export function webPages(services: WebServices, options: WebPagesOptions = {}): Hono {
  const assets = options.assets ?? new URL("../build/web/", import.meta.url);
  const manifest = readManifest(assets);
  const byId = new Map(services.questions.map((question) => [question.id, question]));
  const app = new Hono();

  const page = async (
    c: Context,
    render: (context: PageContext) => ReturnType<typeof StartPage>,
    { status = 200, store = false, named = false }: {
      readonly status?: 200 | 400 | 403 | 404 | 409 | 413 | 422 | 500 | 503;
      readonly store?: boolean;
      /** Whether the header says who is logged in. */
      readonly named?: boolean;
    } = {},
  ) => {
    const nonce = crypto.randomUUID().replaceAll("-", "");
    const visitor = named ? await services.login.visitor(c) : null;
    return c.html(render({ manifest, nonce, visitor }), status, pageHeaders(nonce, { store }));
  };
  const message = (
    c: Context,
    title: string,
    options: { readonly text: string; readonly status: 400 | 403 | 404 | 422 | 500; readonly requestId?: string },
  ) =>
    page(
      c,
      (context) => (
        <MessagePage
          context={context}
          title={title}
          text={options.text}
          {...(options.requestId && { requestId: options.requestId })}
        />
      ),
      { status: options.status },
    );
  const dueOf = async (owner: string) => {
    const now = services.now().toISOString();
    return (await services.reviews(owner)).filter(({ dueAt, questionId }) => dueAt <= now && byId.has(questionId));
  };
  const notFound = (c: Context) => message(c, words.faults.notFoundTitle, { text: words.faults.notFound, status: 404 });
  const session = async (c: Context) => await services.interview.get(c.req.param("id") ?? "", await services.owner(c));
  const interviewPage = async (
    c: Context,
    options: {
      readonly notice?: string;
      readonly status?: 200 | 400 | 409 | 413 | 422 | 503;
      readonly trial?: Trial;
    } = {},
  ) => {
    const found = await session(c);
    if (!found) return notFound(c);
    const [grades, appeals, usage, report] = await Promise.all([
      services.interview.grades(found.id),
      services.interview.appeals(found.id),
      services.interview.usage(found.id),
      services.interview.report(found.id),
    ]);
    const view = {
      session: found,
      grades,
      appeals,
      usage,
      items: report?.items ?? [],
      questions: byId,
      status: services.status(),
      notice: options.notice ?? null,
      trial: options.trial ?? null,
    };
    return page(c, (context) => <InterviewPage context={context} view={view} />, { status: options.status ?? 200 });
  };

  const ownForms = csrf();
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 403) {
      return message(c, words.faults.forbiddenTitle, { text: words.faults.forbidden, status: 403 });
    }
    if (error instanceof HTTPException && error.status < 500) {
      return message(c, words.faults.refusedTitle, { text: words.faults.notFound, status: 400 });
    }
    services.onFault?.(error, c);
    const requestId = c.get("requestId" as never) as string | undefined;
    return message(c, words.faults.failedTitle, {
      text: words.faults.failed,
      status: 500,
      ...(requestId && { requestId }),
    });
  });

  app.get("/assets/:name", async (c) => {
    return await serveAsset(assets, c.req.param("name"), c.req.header("accept-encoding") ?? "") ?? notFound(c);
  });

  const entered: MiddlewareHandler = async (c, next) => {
    if (await services.login.visitor(c)) return await next();
    const to = c.req.method === "GET" ? new URL(c.req.url).pathname : "/";
    return c.redirect(`/login?to=${encodeURIComponent(to)}`, 303);
  };
  const loginPage = (c: Context, options: { readonly to: string; readonly notice?: string; readonly status?: 422 }) =>
    page(
      c,
      (context) => (
        <LoginPage
          context={context}
          to={options.to}
          provider={services.login.provider}
          notice={options.notice ?? null}
        />
      ),
      options.status ? { status: options.status } : {},
    );

  app.get("/login", (c) => loginPage(c, { to: localPath(c.req.query("to")) }));

  app.post("/login", ownForms, async (c) => {
    const form = await formOf(c);
    const [key, to] = [form.get("key"), localPath(form.get("to"))];
    if (typeof key === "string" && await services.login.withKey(c, key.trim())) return c.redirect(to, 303);
    return loginPage(c, { to, notice: words.login.refused, status: 422 });
  });

  app.get("/login/start", async (c) => {
    if (!services.login.provider) return notFound(c);
    return c.redirect((await services.login.begin(c, localPath(c.req.query("to")))).href, 303);
  });

  app.get("/login/callback", async (c) => {
    const to = services.login.provider ? await services.login.finish(c) : null;
    return to === null ? loginPage(c, { to: "/", notice: words.login.failed, status: 422 }) : c.redirect(to, 303);
  });

  app.post("/logout", ownForms, (c) => {
    services.login.out(c);
    return c.redirect("/login", 303);
  });

  app.get("/", entered, async (c) => {
    const owner = await services.owner(c);
    const [open, due] = await Promise.all([services.interview.openSessions(owner), dueOf(owner)]);
    const status = services.status();
    return page(
      c,
      (context) => <StartPage context={context} questions={services.questions} open={open} due={due} status={status} />,
      { named: true },
    );
  });

  app.post("/due", entered, ownForms, async (c) => {
    const owner = await services.owner(c);
    const questionIds = [...new Set((await dueOf(owner)).map(({ questionId }) => questionId))].slice(0, dueAtOnceMax);
    if (questionIds.length === 0) return c.redirect("/", 303);
    const { id } = await services.interview.start({ mode: "practice", questionIds }, owner);
    return c.redirect(`/sessions/${id}`, 303);
  });

  app.post("/start", entered, ownForms, async (c) => {
    const form = await formOf(c);
    const request = startFromForm(form, services.questions);
    if (!request) return message(c, words.faults.refusedTitle, { text: words.faults.noneFits, status: 422 });
    try {
      const { id } = await services.interview.start(request, await services.owner(c), {
        offlineOnly: form.has("stay"),
      });
      return c.redirect(`/sessions/${id}`, 303);
    } catch (error) {
      if (turnFault(error)?.status !== 422) throw error;
      return message(c, words.faults.refusedTitle, { text: words.faults.noneFits, status: 422 });
    }
  });

  app.get("/questions", entered, (c) => {
    const filter = filterFrom((name) => c.req.query(name));
    const found = filterQuestions(services.questions, filter);
    return page(
      c,
      (context) => <QuestionsPage context={context} filter={filter} found={found} total={services.questions.length} />,
      { store: true, named: true },
    );
  });

  app.get("/sessions/:id", (c) => interviewPage(c));

  app.post("/sessions/:id/turns", ownForms, async (c) => {
    const found = await session(c);
    // The page's script wants to be told in a few words, everybody else gets the page.
    const bare = accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "text/html" }) ===
      "application/json";
    if (!found) return bare ? c.json({ detail: words.faults.notFound }, 404) : notFound(c);
    const refuse = (notice: string, status: 400 | 409 | 413 | 422 | 503) =>
      bare ? c.json({ detail: notice }, status) : interviewPage(c, { notice, status });
    const form = await formOf(c);
    const turn = turnFromForm(form);
    if (turn === "empty") return refuse(words.interview.empty, 422);
    if (turn === "too-long") return refuse(words.interview.tooLong, 413);
    if (turn === "unknown") return message(c, words.faults.refusedTitle, { text: words.faults.notFound, status: 400 });
    const [idempotencyKey, askedId] = [form.get("idempotencyKey"), form.get("asked")];
    try {
      const taken = await services.interview.takeTurn(found.id, turn, {
        ...(typeof idempotencyKey === "string" && idempotencyKey !== "" && { idempotencyKey }),
        ...(typeof askedId === "string" && { askedId }),
      });
      if (bare) return c.json(taken, 202);
    } catch (error) {
      const fault = turnFault(error);
      if (!fault) throw error;
      return refuse(fault.notice(found), fault.status);
    }
    await services.interview.settled(found.id, formWaitMs);
    return c.redirect(`/sessions/${found.id}#now`, 303);
  });

  addSessionActions(app, services, { ownForms, session, notFound, form: formOf, interviewPage });

  app.get("/sessions/:id/report", async (c) => {
    const found = await session(c);
    const report = found && await services.interview.report(found.id);
    if (!found || !report) return notFound(c);
    const owner = await services.owner(c);
    const [appeals, grades, usage, share, reviews] = await Promise.all([
      services.interview.appeals(found.id),
      services.interview.grades(found.id),
      services.interview.usage(found.id),
      services.interview.shareOf(found.id),
      services.reviews(owner),
    ]);
    const asked = new Set(report.items.map(({ questionId }) => questionId));
    const own = {
      appeals,
      grades,
      usage,
      shareUrl: share && new URL(`/shared/${share}`, c.req.url).href,
      reviews: reviews.filter(({ questionId }) => asked.has(questionId)),
      now: services.now(),
    };
    return page(
      c,
      (context) => <ReportPage context={context} session={found} report={report} questions={byId} own={own} />,
      { named: true },
    );
  });

  app.get("/shared/:token", async (c) => {
    const sessionId = await services.interview.shared(c.req.param("token"));
    const [found, report] = sessionId === null
      ? [null, null]
      : [await services.interview.getShared(sessionId), await services.interview.report(sessionId)];
    if (!found || !report) return notFound(c);
    c.header("X-Robots-Tag", "noindex");
    return page(
      c,
      (context) => <ReportPage context={context} session={found} report={report} questions={byId} own={null} />,
    );
  });

  for (const [ending, format, type] of [["md", "markdown", "text/markdown"], ["csv", "csv", "text/csv"]] as const) {
    app.get(`/sessions/:id/report.${ending}`, async (c) => {
      const found = await session(c);
      const text = found && await services.reportAs(found.id, format);
      if (text === null || text === undefined) return notFound(c);
      return c.body(text, 200, {
        "Content-Type": `${type}; charset=utf-8`,
        "Content-Disposition": `attachment; filename="viva-report.${ending}"`,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      });
    });
  }

  app.post("/sessions/:id/erase", ownForms, async (c) => {
    const found = await session(c);
    if (!found) return notFound(c);
    await services.interview.erase(found.id);
    return c.redirect("/", 303);
  });

  addStaffPages(app, services, { manifest, ownForms, notFound, form: formOf });

  // Whoever wants something else than a page is answered by the application.
  app.get("*", async (c, next) => c.req.path.startsWith("/v1/") || !wantsPage(c) ? await next() : await notFound(c));
  app.notFound(notFound);
  return app;
}

const wantsPage = (c: Context) =>
  accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "application/json" }) ===
    "text/html";

/** A path of this server to go on with; the start for anything else. */
function localPath(value: unknown): string {
  // As a browser reads it, which takes out tabs and line breaks and resolves dots before it looks for a host.
  const base = "http://localhost";
  const url = typeof value === "string" && value.startsWith("/") ? URL.parse(value, base) : null;
  return url?.origin === base && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}

async function formOf(c: Context): Promise<FormData> {
  if (Number(c.req.header("content-length") ?? 0) > formBytesMax) throw new HTTPException(413);
  try {
    return await c.req.formData();
  } catch (cause) {
    throw new HTTPException(400, { cause });
  }
}
