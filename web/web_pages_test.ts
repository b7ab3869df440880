import assert from "node:assert/strict";
import type { Hono } from "hono";
import { type Grade, grade } from "../grader/mod.ts";
import { Conflict, InvalidRequest, QueueFull, type Report, type ReportItem, type Session } from "../interview/mod.ts";
import { publicView } from "../question-bank/mod.ts";
import { buildWeb } from "../tools/build_web.ts";
import { literalGrader } from "../tests/support/literal_grader.ts";
import { freeText, multipleChoice } from "../tests/support/questions.ts";
import { webPages } from "./mod.ts";
import type { WebInterview, WebServices } from "./mod.ts";

await buildWeb();

const asked: Session = {
  id: "session_1",
  mode: "practice",
  state: "awaiting-answer",
  position: 1,
  length: 2,
  seed: 1,
  createdAt: "2026-01-01T00:00:00Z",
  question: publicView(freeText()),
  transcript: [
    { id: "e1", at: "2026-01-01T00:00:00Z", role: "interviewer", kind: "question", text: "Why?", questionId: "ft-one" },
    {
      id: "e2",
      at: "2026-01-01T00:00:01Z",
      role: "candidate",
      kind: "notice",
      text: "<img src=x onerror=alert(1)> **what** $x$",
    },
  ],
};

const notHere = () => Promise.reject(new Error("Cannot be called here"));

const noLogin: WebServices["login"] = {
  visitor: () => Promise.resolve({ owner: "me", name: null, scopes: ["sessions"] }),
  provider: false,
  withKey: () => Promise.resolve(false),
  begin: notHere,
  finish: () => Promise.resolve(null),
  out: () => {},
};

/** No page of these tests is the staff's. */
const noStaff: WebServices["staff"] = {
  review: { reviewQueue: notHere, reviewCase: notHere, override: notHere, takeBack: notHere },
  operate: {
    status: notHere,
    keys: notHere,
    closed: notHere,
    makeKey: notHere,
    revokeKey: notHere,
    webhooks: notHere,
    removeWebhook: notHere,
    regrade: notHere,
  },
  bank: { questions: [], get: () => undefined, tryOut: notHere },
  now: () => new Date(0),
};

function pages(interview: Partial<WebInterview> = {}, more: Partial<WebServices> = {}): Hono {
  return webPages({
    interview: {
      get: (id, owner) => Promise.resolve(id === asked.id && owner === "me" ? asked : null),
      grades: () => Promise.resolve([]),
      report: () => Promise.resolve(null),
      start: () => Promise.resolve(asked),
      takeTurn: () => Promise.resolve({ turnId: "t", state: "grading" }),
      settled: () => Promise.resolve(),
      openSessions: () => Promise.resolve([]),
      erase: () => Promise.resolve(true),
      getShared: () => Promise.resolve(asked),
      appeals: () => Promise.resolve([]),
      usage: () => Promise.resolve(null),
      shareOf: () => Promise.resolve(null),
      shared: () => Promise.resolve(null),
      unshare: () => Promise.resolve(),
      setClock: () => Promise.resolve(),
      stopGrading: () => Promise.resolve(),
      stopPrechecks: () => Promise.resolve(),
      share: notHere,
      appeal: notHere,
      precheck: notHere,
      ...interview,
    },
    questions: [publicView(multipleChoice()), publicView(freeText())],
    status: () => ({
      graders: "graded offline",
      leaves: "nothing leaves",
      sandbox: { tier: "jail", reason: "it works" },
      llm: false,
    }),
    owner: () => "me",
    login: noLogin,
    reviews: () => Promise.resolve([]),
    now: () => new Date(asked.createdAt),
    reportAs: () => Promise.resolve(null),
    staff: noStaff,
    ...more,
  });
}

const origin = "http://127.0.0.1";
const post = (
  app: Hono,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { Origin: origin },
) => app.request(`${origin}${path}`, { method: "POST", body: new URLSearchParams(fields), headers });
const answer = { type: "answer", kind: "free-text", text: "so", asked: "e1", idempotencyKey: "k" };

Deno.test("every page has a policy that takes nothing from elsewhere and nothing inline", async () => {
  const app = pages();
  for (const path of ["/", "/questions", "/sessions/session_1", "/sessions/none", "/nowhere"]) {
    const response = await app.request(`${origin}${path}`);
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-\w{32}'; font-src 'self'; /);
    assert.doesNotMatch(policy, /unsafe|\*|http/);
    assert.doesNotMatch(await response.text(), /<script>|<[a-z][^>]*\s(on\w+|style)=|src="https?:/);
  }
});

Deno.test("pages of an interview are not stored by anyone", async () => {
  for (const path of ["/sessions/session_1", "/sessions/session_1/report"]) {
    assert.equal((await pages().request(origin + path)).headers.get("Cache-Control"), "no-store");
  }
});

Deno.test("GET /sessions/{id} shows a candidate's text verbatim, as text", async () => {
  const html = await (await pages().request(`${origin}/sessions/session_1`)).text();
  assert.ok(html.includes("&lt;img src=x onerror=alert(1)&gt; **what** $x$"));
});

Deno.test("an interview of somebody else looks like one that does not exist", async () => {
  const text = async (app: Hono, path: string) => {
    const response = await app.request(origin + path);
    return `${response.status} ${(await response.text()).replaceAll(/nonce="\w+"/g, "")}`;
  };
  const stranger = pages({}, { owner: () => "you" });
  for (const rest of ["", "/report", "/report.md", "/report.csv"]) {
    const hidden = await text(stranger, `/sessions/session_1${rest}`);
    assert.match(hidden, /^404/);
    assert.equal(hidden, await text(stranger, `/sessions/session_2${rest}`));
  }
  assert.equal((await post(stranger, "/sessions/session_1/turns", answer)).status, 404);
  assert.equal((await post(stranger, "/sessions/session_1/erase", {})).status, 404);
});

Deno.test("POST /sessions/{id}/turns takes the turn with its key and goes back to the interview", async () => {
  const taken: unknown[] = [];
  const app = pages({
    takeTurn: (...args) => {
      taken.push(args);
      return Promise.resolve({ turnId: "t", state: "grading" });
    },
  });
  const response = await post(app, "/sessions/session_1/turns", answer);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("Location"), "/sessions/session_1#now");
  assert.deepEqual(taken, [[
    "session_1",
    { type: "answer", answer: { kind: "free-text", text: "so" } },
    { idempotencyKey: "k", askedId: "e1" },
  ]]);
});

Deno.test.each(
  [
    ["comes from another site", 403, answer, { Origin: "https://example.org" }],
    ["does not say where it comes from", 403, answer, {}],
    ["is empty", 422, { ...answer, text: " " }, undefined],
    ["is too long", 413, { ...answer, text: "x".repeat(8001) }, undefined],
    ["is no turn", 400, { type: "?" }, undefined],
  ] as const,
)("POST /sessions/{id}/turns takes nothing that %s", async (_, status, fields, headers) => {
  const app = pages({ takeTurn: () => Promise.reject(new Error("Cannot be here: nothing was to be taken")) });
  const response = await post(app, "/sessions/session_1/turns", { ...fields }, headers ? { ...headers } : undefined);
  assert.equal(response.status, status);
  assert.match(response.headers.get("Content-Type") ?? "", /^text\/html/);
});

Deno.test.each([
  [409, new Conflict("Cannot take the turn")],
  [422, new InvalidRequest([{ pointer: "/answer", detail: "unfit" }])],
  [503, new QueueFull(3)],
])("POST /sessions/{id}/turns says in words why a turn was not taken: %d", async (status, error) => {
  const response = await post(pages({ takeTurn: () => Promise.reject(error) }), "/sessions/session_1/turns", answer);
  assert.equal(response.status, status);
  assert.match(await response.text(), /<p class="notice-bar">[^<]*(sent|graded)[^<]*<\/p>/);
});

Deno.test("POST /sessions/{id}/turns tells the page's script in a few words what became of a turn", async () => {
  const told = async (interview: Partial<WebInterview>, fields = answer) => {
    const headers = { Origin: origin, Accept: "application/json" };
    const response = await post(pages(interview), "/sessions/session_1/turns", fields, headers);
    return { status: response.status, body: await response.json() };
  };
  assert.deepEqual(await told({}), { status: 202, body: { turnId: "t", state: "grading" } });
  const stale = await told({ takeTurn: () => Promise.reject(new Conflict("Cannot take the turn")) });
  assert.equal(stale.status, 409);
  assert.match(stale.body.detail, /moved on/);
  assert.equal((await told({}, { ...answer, text: " " })).status, 422);
  assert.equal((await told({ get: () => Promise.resolve(null) })).status, 404);
});

Deno.test.each(["precheck", "stop", "clock", "appeals", "share"])(
  "POST /sessions/{id}/%s is taken from this origin and of one's own interview only",
  async (name) => {
    const path = `/sessions/session_1/${name}`;
    assert.equal((await post(pages(), path, {}, { Origin: "https://example.org" })).status, 403);
    assert.equal((await post(pages({}, { owner: () => "you" }), path, {})).status, 404);
  },
);

Deno.test("an appeal against a grade of another interview is refused like one of no grade", async () => {
  const response = await post(pages(), "/sessions/session_1/appeals", {
    gradeId: "g",
    criterionId: "light",
    reason: "I said it",
  });
  assert.equal(response.status, 404);
});

Deno.test("a link to a report shows nothing by which the interview could be found or changed", async () => {
  const report: Report = {
    sessionId: asked.id,
    mode: "practice",
    finished: true,
    startedAt: asked.createdAt,
    finishedAt: asked.createdAt,
    score: 1,
    summary: "Well.",
    topics: [],
    strengths: [],
    gaps: [],
    reading: [],
    items: [],
  };
  const app = pages({
    shared: (token) => Promise.resolve(token === "good" ? asked.id : null),
    report: () => Promise.resolve(report),
  }, { owner: () => "somebody", login: noLogin });
  const response = await app.request(`${origin}/shared/good`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("X-Robots-Tag"), "noindex");
  const text = await response.text();
  assert.match(text, /Well\./);
  assert.doesNotMatch(text, /session_1|<form/);
  assert.equal((await app.request(`${origin}/shared/other`)).status, 404);
});

Deno.test("the header says who is logged in, and offers to log out, where that is known", async () => {
  const visitor = { owner: "me", name: "Ada", scopes: ["sessions"] } as const;
  const app = pages({}, { login: { ...noLogin, visitor: () => Promise.resolve(visitor) } });
  for (const path of ["/", "/questions"]) {
    assert.match(await (await app.request(origin + path)).text(), /Logged in as<\/span> Ada<[^]*Log out/);
    assert.doesNotMatch(await (await pages().request(origin + path)).text(), /Log out/);
  }
});

Deno.test("what is due is counted on the first page and practised with one press, questions once each", async () => {
  const review = (questionId: string, dueAt: string) => ({ questionId, description: "A point", dueAt });
  const started: unknown[] = [];
  const app = pages({
    start: (request) => {
      started.push(request);
      return Promise.resolve(asked);
    },
  }, {
    reviews: () =>
      Promise.resolve([
        review("ft-one", "2025-12-01T00:00:00.000Z"),
        review("ft-one", "2025-12-02T00:00:00.000Z"),
        review("mcq-one", "2026-02-01T00:00:00.000Z"),
        review("left-the-bank", "2025-12-01T00:00:00.000Z"),
      ]),
  });
  assert.match(await (await app.request(`${origin}/`)).text(), /Due today: 2 points/);
  assert.equal((await post(app, "/due", {})).headers.get("Location"), "/sessions/session_1");
  assert.deepEqual(started, [{ mode: "practice", questionIds: ["ft-one"] }]);
  assert.doesNotMatch(await (await pages().request(`${origin}/`)).text(), /Due today/);
  assert.equal((await post(pages(), "/due", {})).headers.get("Location"), "/");
});

Deno.test("what a language model has cost is shown while it goes on, and nothing where none was asked", async () => {
  const usage = { inputTokens: 4000, outputTokens: 213, reasoningTokens: 0, costUsd: 0.0123 };
  const text = async (interview: Partial<WebInterview>) =>
    await (await pages(interview).request(`${origin}/sessions/session_1`)).text();
  assert.match(await text({ usage: () => Promise.resolve(usage) }), /used 4,213 tokens, \$0\.0123 so far/);
  assert.doesNotMatch(await text({}), /tokens/);
});

Deno.test("a fault of the server shows the request's number and nothing of the fault", async () => {
  const faults: unknown[] = [];
  const app = pages({ openSessions: () => Promise.reject(new Error("the disk said no")) }, {
    onFault: (error) => faults.push(error),
  });
  const response = await app.request(`${origin}/`);
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /disk/);
  assert.equal(faults.length, 1);
});

Deno.test("POST /start refuses in words what the page does not offer, and what no question fits", async () => {
  assert.equal((await post(pages(), "/start", { mode: "exam" })).status, 422);
  const none = pages({ start: () => Promise.reject(new InvalidRequest([{ pointer: "/topics", detail: "none" }])) });
  const response = await post(none, "/start", { mode: "mock" });
  assert.equal(response.status, 422);
  assert.match(await response.text(), /No question fits/);
});

Deno.test("a report names the questions that were skipped or not reached instead of missing points", async () => {
  const item = (title: string, status: ReportItem["status"]): ReportItem => ({
    questionId: title,
    kind: "free-text",
    topic: "losses",
    difficulty: "easy",
    title,
    status,
    score: status === "skipped" ? 0 : null,
    hintsUsed: 0,
    followUp: "none",
    answer: null,
    grade: null,
    modelAnswer: null,
    references: [],
  });
  const report: Report = {
    sessionId: asked.id,
    mode: "practice",
    finished: true,
    startedAt: asked.createdAt,
    finishedAt: asked.createdAt,
    score: 0,
    summary: "",
    topics: [],
    strengths: [],
    gaps: [],
    reading: [],
    items: [item("The loss", "skipped"), item("The critic", "not-reached")],
  };
  const textOf = async (report: Report) => {
    const app = pages({
      get: () => Promise.resolve({ ...asked, length: 5 }),
      report: () => Promise.resolve(report),
    });
    return await (await app.request(`${origin}/sessions/session_1/report`)).text();
  };
  const text = await textOf(report);
  assert.match(text, /Skipped: The loss\./);
  assert.match(text, /Not reached: The critic; 3 more\./);
  assert.match(text, / · 5 questions · /);
  assert.doesNotMatch(text, /No point was missing/);
  const unfinished = await textOf({ ...report, finished: false, items: [] });
  assert.match(unfinished, /Nothing was graded yet/);
  assert.doesNotMatch(unfinished, /Not reached|No point was missing/);
});

Deno.test("a report says where what was shown is a selection", async () => {
  const drafted = await grade(freeText(), { kind: "free-text", text: "light and heavy" }, {
    rubric: literalGrader,
    sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
    random: () => ({ uniform: () => 0.5, normal: () => 0 }),
  });
  const graded: Grade = { ...drafted, id: "g", gradedAt: asked.createdAt, durationMs: 1 };
  const { id, topic, difficulty, title, kind } = freeText();
  const strength = (criterionId: string) => ({ questionId: id, criterionId, description: `The ${criterionId} point.` });
  const textOf = async (strengths: Report["strengths"]) => {
    const report: Report = {
      ...{ sessionId: asked.id, mode: "practice", finished: true, score: 1, summary: "", topics: [], gaps: [] },
      ...{ startedAt: asked.createdAt, finishedAt: asked.createdAt, reading: [], strengths },
      items: [{
        ...{ questionId: id, kind, topic, difficulty, title, status: "graded", score: 1, hintsUsed: 0 },
        ...{ followUp: "none", answer: null, grade: graded, modelAnswer: null, references: [] },
      }],
    };
    const app = pages({ get: () => Promise.resolve(asked), report: () => Promise.resolve(report) });
    return await (await app.request(`${origin}/sessions/session_1/report`)).text();
  };
  assert.match(await textOf([strength("heavy")]), /These are the 1 weightiest of 2 points/);
  assert.doesNotMatch(await textOf([strength("heavy"), strength("light")]), /weightiest/);
});

Deno.test("points that a follow-up can win are not told, and said once when there are several", async () => {
  const question = freeText();
  const told = async (text: string) => {
    const drafted = await grade(question, { kind: "free-text", text }, {
      rubric: literalGrader,
      sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
      random: () => ({ uniform: () => 0.5, normal: () => 0 }),
    });
    const graded: Grade = { ...drafted, id: "g", gradedAt: asked.createdAt, durationMs: 1 };
    const transcript = [...asked.transcript, {
      ...asked.transcript[0]!,
      id: "e3",
      kind: "feedback",
      gradeId: "g",
    }] as const;
    const app = pages({
      get: () => Promise.resolve({ ...asked, transcript }),
      grades: () => Promise.resolve([graded]),
    });
    return await (await app.request(`${origin}/sessions/session_1`)).text();
  };
  const none = await told("neither");
  assert.equal(none.match(/2 points are still open/g)?.length, 1);
  assert.doesNotMatch(none, /You can still make this point|The light point|The heavy point/);
  const one = await told("light");
  assert.match(one, /The light point[^]*You can still make this point/);
  assert.doesNotMatch(one, /are still open|The heavy point/);
});

Deno.test("after the interview nothing is said to be open, and what was said of a replaced grade is folded away", async () => {
  const drafted = await grade(freeText(), { kind: "free-text", text: "neither" }, {
    rubric: literalGrader,
    sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
    random: () => ({ uniform: () => 0.5, normal: () => 0 }),
  });
  const first: Grade = { ...drafted, id: "g1", gradedAt: asked.createdAt, durationMs: 1 };
  const common = { at: asked.createdAt, role: "interviewer", questionId: "ft-one" } as const;
  const transcript = [
    ...asked.transcript,
    { ...common, id: "e3", kind: "feedback", text: "It will be graded again.", gradeId: "g1" },
    { ...common, id: "e4", kind: "closing", text: "That was the last question." },
    { ...common, id: "e5", kind: "notice", text: "Graded anew.", gradeId: "g2" },
  ] as const;
  const app = pages({
    get: () => Promise.resolve({ ...asked, question: null, state: "finished", transcript }),
    grades: () => Promise.resolve([first, { ...first, id: "g2", supersedes: "g1" }]),
  });
  const text = await (await app.request(`${origin}/sessions/session_1`)).text();
  assert.match(text, /<summary>What I said before it was graded anew<\/summary>[^]*It will be graded again/);
  assert.match(text, /The heavy point/);
  assert.doesNotMatch(text, /told after the follow-up|You can still make this point/);
});

Deno.test("GET /questions narrows by topic, kind and words, and keeps the key to itself", async () => {
  const text = async (query: string) => await (await pages().request(`${origin}/questions${query}`)).text();
  assert.match(await text("?topic=training"), /What are the two points\?[^]*/);
  assert.doesNotMatch(await text("?topic=training"), /Which is it\?/);
  assert.match(await text("?q=nowhere"), /No question fits/);
  assert.doesNotMatch(await text(""), /It is not\.|The heavy point|light point and/);
});

Deno.test("assets are served packed, for ever, and nothing beside them", async () => {
  const app = pages();
  const html = await (await app.request(`${origin}/`)).text();
  const script = /src="(\/assets\/app-\w+\.js)"/.exec(html)?.[1] ?? "";
  for (const encoding of ["br", "gzip"]) {
    const response = await app.request(origin + script, { headers: { "Accept-Encoding": encoding } });
    assert.equal(response.headers.get("Content-Encoding"), encoding);
    assert.match(response.headers.get("Cache-Control") ?? "", /immutable/);
    await response.body?.cancel();
  }
  assert.match(await (await app.request(origin + script)).text(), /EventSource/);
  for (const path of ["/assets/manifest.json", "/assets/..%2f..%2fdeno.json", "/assets/none.js"]) {
    const response = await app.request(origin + path);
    assert.equal(response.status, 404);
    await response.body?.cancel();
  }
});

Deno.test("the start page lets a candidate keep the answers on this machine, where a model would read them", async () => {
  const status = (llm: boolean) => () => ({
    graders: "",
    leaves: "",
    sandbox: { tier: "jail" as const, reason: "" },
    llm,
  });
  const page = async (llm: boolean) => await (await pages({}, { status: status(llm) }).request(`${origin}/`)).text();
  assert.match(await page(true), /<input type="checkbox" name="stay"/);
  assert.doesNotMatch(await page(false), /name="stay"/);
  const asked: unknown[] = [];
  const start: WebServices["interview"]["start"] = (_request, _owner, options) => {
    asked.push(options?.offlineOnly);
    return Promise.reject(new InvalidRequest([{ pointer: "", detail: "none fits" }]));
  };
  const app = pages({ start });
  for (const fields of [{ mode: "practice", stay: "here" }, { mode: "practice" }]) await post(app, "/start", fields);
  assert.deepEqual(asked, [true, false]);
});
