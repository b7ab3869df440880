import type { Context, Hono, MiddlewareHandler } from "hono";
import { type Scope, type Visitor, visitorMay } from "../access/mod.ts";
import type { CriterionResult } from "../grader/mod.ts";
import { Conflict, InvalidRequest, NotFound, type ReviewCase, type ReviewItem } from "../interview/mod.ts";
import { publicView, type Question } from "../question-bank/mod.ts";
import type { Manifest } from "./assets.ts";
import { expiryOf, keyDraft, keyFaults } from "./key_form.ts";
import { author, operate, review } from "./messages/staff_en.ts";
import { type PageContext, pageHeaders } from "./page.ts";
import { filterFrom, filterQuestions } from "./question_filter.ts";
import { overrideOf, type ReviewDraft, reviewDraft } from "./review_form.ts";
import type { WebServices } from "./services.ts";
import { createTrials } from "./trials.ts";
import { textMax } from "./turn_form.ts";
import { AuthorPage, triedMax } from "./views/author_page.tsx";
import { AuthorQuestionPage, type Tried } from "./views/author_question_page.tsx";
import { OperatePage, type OperateView } from "./views/operate_page.tsx";
import { RegradePage } from "./views/regrade_page.tsx";
import { type Decided, isContested, ReviewPage, type ReviewView } from "./views/review_page.tsx";

/** What these pages share with the others. */
export interface StaffKit {
  readonly manifest: Manifest;
  /** Takes forms of this origin only. */
  readonly ownForms: MiddlewareHandler;
  notFound(c: Context): Response | Promise<Response>;
  form(c: Context): Promise<FormData>;
}

type Status = 200 | 409 | 422;

/** Answers looked at to find the next one. */
const queueMax = 200;
/** Grades that one request makes again. */
const regradeMax = 100;

/** The pages of reviewers, operators and authors. Whoever may not open one is told that it does not exist. */
export function addStaffPages(app: Hono, services: Pick<WebServices, "login" | "staff">, kit: StaffKit): void {
  const guard = (scope: Scope): MiddlewareHandler => async (c, next) => {
    const visitor = await services.login.visitor(c);
    if (!visitor) {
      const to = c.req.method === "GET" ? new URL(c.req.url).pathname : `/${c.req.path.split("/")[1]}`;
      return c.redirect(`/login?to=${encodeURIComponent(to)}`, 303);
    }
    if (!visitorMay(visitor, scope)) return await kit.notFound(c);
    c.set(visitorKey, visitor);
    await next();
  };
  const page = (c: Context, render: (context: PageContext) => ReturnType<typeof ReviewPage>, status: Status = 200) => {
    const nonce = crypto.randomUUID().replaceAll("-", "");
    const context: PageContext = { manifest: kit.manifest, nonce, visitor: visitorOf(c) };
    return c.html(render(context), status, pageHeaders(nonce, { store: false }));
  };
  for (const path of ["/review", "/review/*", "/author", "/author/*"]) app.use(path, guard("reviewer"));
  for (const path of ["/operate", "/operate/*"]) app.use(path, guard("admin"));
  addReview(app, services.staff, { ...kit, page });
  addOperate(app, services.staff, { ...kit, page });
  addAuthor(app, services.staff, { ...kit, page });
}

type Kit = StaffKit & {
  page(
    c: Context,
    render: (context: PageContext) => ReturnType<typeof ReviewPage>,
    status?: Status,
  ): Response | Promise<Response>;
};

const visitorKey = "staffVisitor";
const visitorOf = (c: Context): Visitor => c.get(visitorKey as never);
/** Who decides, for the record. */
const byOf = (c: Context): string => visitorOf(c).name ?? visitorOf(c).owner;

function addReview(app: Hono, { review: core, bank }: WebServices["staff"], { page, notFound, form, ownForms }: Kit) {
  const caseOf = async (gradeId: string) => contestedFirst(await core.reviewCase(gradeId));
  const viewOf = async (
    found: ReviewCase,
    options: {
      readonly item?: ReviewItem | undefined;
      readonly draft?: ReviewDraft;
      readonly faults?: readonly string[];
      readonly conflict?: string;
    } = {},
  ): Promise<ReviewView> => {
    const question = bank.get(found.grade.questionId) ?? null;
    return {
      found,
      question,
      because: options.item?.because ?? [],
      since: options.item?.since ?? found.grade.gradedAt,
      offline: await offlineNow(found, question),
      draft: options.draft ?? null,
      faults: options.faults ?? [],
      conflict: options.conflict ?? null,
    };
  };
  const offlineNow = async (found: ReviewCase, question: Question | null): Promise<readonly CriterionResult[]> => {
    if (question?.kind !== "free-text" || found.answer.kind !== "free-text") return [];
    const read = found.criteria.flatMap(({ readings }) => readings);
    if (read.some(({ grader }) => grader.name === "offline")) return [];
    try {
      return (await bank.tryOut(question, found.answer.text)).criteria;
    } catch {
      // The grader that failed on an answer may fail on it again; a person decides without it.
      return [];
    }
  };
  const show = (
    c: Context,
    view: ReviewView | null,
    { left, decided = null, status = 200 }: {
      readonly left: number;
      readonly decided?: Decided | null;
      readonly status?: Status;
    },
  ) => page(c, (context) => <ReviewPage context={context} view={view} left={left} decided={decided} />, status);

  app.get("/review", async (c) => {
    const { items, total } = await core.reviewQueue(queueMax);
    const place = items.findIndex(({ grade }) => grade.id === c.req.query("after"));
    const item = items[place + 1] ?? items[0];
    const found = item ? await caseOf(item.grade.id) : null;
    const decidedId = c.req.query("decided");
    const saved = decidedId ? await caseOf(decidedId) : null;
    // What something else has replaced since cannot be taken back.
    const decided = saved && saved.grade.id === decidedId && saved.grade.grader.name === "human"
      ? { gradeId: saved.grade.id, grade: saved.grade, undone: false }
      : null;
    return await show(c, found && await viewOf(found, { item }), { left: total, decided });
  });

  app.get("/review/:id", async (c) => {
    const found = await caseOf(c.req.param("id"));
    if (!found) return await notFound(c);
    const { items, total } = await core.reviewQueue(queueMax);
    const item = items.find(({ grade }) => grade.id === found.grade.id);
    const decided = c.req.query("undone") ? { gradeId: found.grade.id, grade: found.grade, undone: true } : null;
    return await show(c, await viewOf(found, { item }), { left: total, decided });
  });

  /** What came of a decision that the core did not take. */
  const refused = async (c: Context, id: string, options: {
    readonly draft?: ReviewDraft;
    readonly faults?: readonly string[];
    readonly conflict?: string;
  }) => {
    const found = await caseOf(id);
    if (!found) return await notFound(c);
    const { items, total } = await core.reviewQueue(queueMax);
    const item = items.find(({ grade }) => grade.id === found.grade.id);
    const status = options.conflict ? 409 : 422;
    return await show(c, await viewOf(found, { ...options, item }), { left: total, status });
  };

  app.post("/review/:id", ownForms, async (c) => {
    const id = c.req.param("id");
    const found = await caseOf(id);
    if (!found) return await notFound(c);
    if (found.grade.id !== id) return await refused(c, id, { conflict: review.conflict });
    const draft = reviewDraft(await form(c));
    const wish = overrideOf(draft, found);
    if ("fault" in wish) return await refused(c, id, { draft, faults: [wish.fault] });
    try {
      const grade = await core.override(id, wish, byOf(c));
      return c.redirect(`/review?decided=${grade.id}`, 303);
    } catch (error) {
      if (error instanceof NotFound) return await notFound(c);
      if (error instanceof Conflict) return await refused(c, id, { conflict: review.conflict });
      if (error instanceof InvalidRequest) {
        return await refused(c, id, { draft, faults: faultsOf(error, found, draft) });
      }
      throw error;
    }
  });

  app.post("/review/:id/undo", ownForms, async (c) => {
    const id = c.req.param("id");
    try {
      const grade = await core.takeBack(id, byOf(c));
      return c.redirect(`/review/${grade.id}?undone=yes`, 303);
    } catch (error) {
      if (error instanceof NotFound) return await notFound(c);
      if (error instanceof Conflict) return await refused(c, id, { conflict: review.conflictUndo });
      throw error;
    }
  });
}

/** What waits for a decision comes before what does not. */
function contestedFirst(found: ReviewCase | null): ReviewCase | null {
  return found && { ...found, criteria: found.criteria.toSorted((a, b) => rank(a, found) - rank(b, found)) };
}

const rank = ({ criterion }: ReviewCase["criteria"][number], found: ReviewCase) =>
  isContested(criterion, found) ? 0 : 1;

/** What is still open is named by its number on the page; other faults come from forms that these pages did not make. */
function faultsOf({ faults }: InvalidRequest, found: ReviewCase, draft: ReviewDraft): readonly string[] {
  const open = found.criteria.flatMap(({ criterion }, index) =>
    criterion.verdict === "unsure" && !draft.verdicts.has(criterion.id) ? [String(index + 1)] : []
  );
  const decided = [...draft.verdicts.keys()];
  const numberOf = (id: string | undefined) => found.criteria.findIndex(({ criterion }) => criterion.id === id) + 1;
  return faults.map(({ pointer, detail }) => {
    const [, place] = /^\/criteria\/(\d+)\/quote$/.exec(pointer) ?? [];
    if (place !== undefined) return review.notThere(numberOf(decided[Number(place)]));
    return pointer === "/criteria" && open.length > 0 ? review.open(open) : detail;
  });
}

function addOperate(app: Hono, { operate: core, bank, now }: WebServices["staff"], kit: Kit) {
  const { page, notFound, form, ownForms } = kit;
  const titles = new Map(bank.questions.map(({ id, title }) => [id, title]));
  const show = async (
    c: Context,
    changes: Partial<Pick<OperateView, "made" | "draft" | "faults" | "notice">> = {},
    status: Status = 200,
  ) => {
    const [serverStatus, keys, closed, webhooks] = [
      await core.status(),
      await core.keys(),
      await core.closed(),
      await core.webhooks(),
    ];
    const view: OperateView = {
      status: serverStatus,
      keys,
      open: !closed,
      webhooks,
      questions: bank.questions,
      now: now(),
      made: null,
      draft: null,
      faults: [],
      notice: null,
      ...changes,
    };
    return await page(c, (context) => <OperatePage context={context} view={view} />, status);
  };

  app.get("/operate", async (c) => {
    const notices: Readonly<Record<string, string>> = {
      revoked: operate.revoked,
      removed: operate.removed,
      gone: operate.gone,
    };
    return await show(c, { notice: notices[c.req.query("done") ?? ""] ?? null });
  });

  app.post("/operate/keys", ownForms, async (c) => {
    const draft = keyDraft(await form(c));
    const first = !await core.closed();
    const faults = keyFaults(draft, { now: now(), first });
    if (faults.length > 0) return await show(c, { draft, faults }, 422);
    const expiresAt = expiryOf(draft);
    const made = await core.makeKey({ name: draft.name, scopes: draft.scopes, ...(expiresAt && { expiresAt }) });
    return await show(c, { made: { ...made, first } });
  });

  app.post("/operate/keys/:id/revoke", ownForms, async (c) => {
    const done = await core.revokeKey(c.req.param("id")) ? "revoked" : "gone";
    return c.redirect(`/operate?done=${done}`, 303);
  });

  app.post("/operate/webhooks/:id/remove", ownForms, async (c) => {
    const done = await core.removeWebhook(c.req.param("id")) ? "removed" : "gone";
    return c.redirect(`/operate?done=${done}`, 303);
  });

  app.post("/operate/regrade", ownForms, async (c) => {
    const sent = await form(c);
    const text = (name: string) => {
      const value = sent.get(name);
      return typeof value === "string" ? value : "";
    };
    const wish = { questionId: text("questionId"), grader: text("grader"), cursor: text("cursor") };
    const { questionId, grader, cursor } = wish;
    try {
      const result = await core.regrade({
        ...(questionId && { questionId }),
        ...((grader === "offline" || grader === "llm") && { grader }),
        ...(cursor && { cursor }),
        dryRun: text("apply") !== "yes",
        limit: regradeMax,
      });
      return await page(
        c,
        (context) => <RegradePage context={context} wish={wish} result={result} titles={titles} />,
      );
    } catch (error) {
      if (error instanceof NotFound) return await show(c, { notice: operate.noQuestion }, 422);
      if (error instanceof InvalidRequest) return await show(c, { notice: operate.unfit }, 422);
      throw error;
    }
  });

  app.get("/operate/*", notFound);
}

function addAuthor(app: Hono, { bank }: WebServices["staff"], { page, notFound, form, ownForms }: Kit) {
  const shown = bank.questions.map(publicView);
  const trials = createTrials(bank);
  const questionPage = async (c: Context, question: Question, tried: Tried | null, status: Status = 200) => {
    const tries = question.kind === "free-text" ? await trials.of(question) : [];
    return await page(
      c,
      (context) => (
        <AuthorQuestionPage
          context={context}
          question={question}
          shown={publicView(question)}
          trials={tries}
          tried={tried}
        />
      ),
      status,
    );
  };

  app.get("/author", async (c) => {
    const filter = filterFrom((name) => c.req.query(name));
    const found = filterQuestions(shown, filter).flatMap(({ id }) => bank.get(id) ?? []);
    if (c.req.query("try") && found.length <= triedMax) {
      for (const question of found) if (question.kind === "free-text") await trials.of(question);
    }
    return await page(
      c,
      (context) => <AuthorPage context={context} filter={filter} found={found} total={shown.length} trials={trials} />,
    );
  });

  app.get("/author/questions/:id", async (c) => {
    const question = bank.get(c.req.param("id"));
    return question ? await questionPage(c, question, null) : await notFound(c);
  });

  app.post("/author/questions/:id", ownForms, async (c) => {
    const question = bank.get(c.req.param("id"));
    if (question?.kind !== "free-text") return await notFound(c);
    const sent = (await form(c)).get("text");
    // A form sends line breaks as CR LF.
    const text = typeof sent === "string" ? sent.replaceAll("\r\n", "\n") : "";
    if (text.length > textMax) {
      return await questionPage(c, question, { text: text.slice(0, textMax), draft: null, fault: author.tooLong }, 422);
    }
    const draft = text.trim() === "" ? null : await bank.tryOut(question, text);
    return await questionPage(c, question, { text, draft, fault: null });
  });
}
