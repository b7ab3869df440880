import assert from "node:assert/strict";
import { problemSchema } from "../../routes/schemas.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, patientClock, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText());

/** An interview of a learner with one answered question of each kind. */
async function interviewOf(app: TestApp, learner: string, mode = "practice"): Promise<string> {
  const started = await app.request("POST", "/v1/sessions", { mode, questionIds: ["mcq-one", "ft-one"], learner });
  const { id } = await started.json();
  for (
    const answer of [
      { kind: "multiple-choice", choices: ["a"] },
      { kind: "free-text", text: "It has the light point in it." },
    ]
  ) {
    const reply = await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer }, {
      Prefer: "wait=30",
    });
    assert.equal(reply.status, 200);
  }
  return id;
}

const get = async (app: TestApp, path: string) => await (await app.request("GET", path)).json();

Deno.test("GET /v1/learners/{id}/reviews lists nothing until a day has passed, then what was missed first", async () => {
  let now = new Date("2027-01-01T10:00:00Z");
  await using app = await createTestApp({ bank, clock: { ...patientClock, now: () => now } });
  await interviewOf(app, "ada");
  const today = await get(app, "/v1/learners/ada/reviews");
  assert.deepEqual(today.items, []);
  const inAYear = await get(app, "/v1/learners/ada/reviews?withinDays=365");
  assert.deepEqual(
    inAYear.items.map(({ criterionId, lastVerdict }: Record<string, string>) => [criterionId, lastVerdict]).sort(),
    [["heavy", "not-met"], ["key", "not-met"], ["light", "met"]],
  );
  assert.equal(today.nextDueAt, inAYear.items[0].dueAt);
  now = new Date(inAYear.items[0].dueAt);
  const due = await get(app, "/v1/learners/ada/reviews");
  assert.deepEqual(due.items.map(({ criterionId }: { criterionId: string }) => criterionId).sort(), ["heavy", "key"]);
});

Deno.test("a mock interview that goes on tells nothing by reviews or export", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: literalGrader } });
  await interviewOf(app, "ada", "mock");
  assert.deepEqual((await get(app, "/v1/learners/ada/reviews?withinDays=3650")).items, []);
  const { sessions } = await get(app, "/v1/learners/ada/export");
  assert.equal(sessions.length, 1);
  assert.deepEqual(sessions[0].grades, []);
});

Deno.test("a mock interview that goes on does not tell whether a follow-up won points back", async () => {
  await using app = await createTestApp({ bank: bankOf(multipleChoice(), freeText()) });
  const told = async (reply: string) => {
    const started = await app.request("POST", "/v1/sessions", {
      mode: "mock",
      questionIds: ["ft-one", "mcq-one"],
      learner: reply,
    });
    const { id } = await started.json();
    for (const text of ["It has the light point in it.", reply]) {
      const turn = { type: "answer", answer: { kind: "free-text", text } };
      await app.request("POST", `/v1/sessions/${id}/turns`, turn, { Prefer: "wait=30" });
    }
    const { sessions: [{ session }] } = await get(app, `/v1/learners/${encodeURIComponent(reply)}/export`);
    const { items: [item] } = await get(app, `/v1/sessions/${id}/report`);
    await app.request("POST", `/v1/sessions/${id}/turns`, { type: "end" });
    const { items: [after] } = await get(app, `/v1/sessions/${id}/report`);
    return { during: [session.items, item], after: after.followUp };
  };
  const [won, lost] = [await told("And the heavy point too."), await told("I could not say more.")];
  assert.deepEqual([won.after, lost.after], ["won", "asked"]);
  assert.deepEqual(won.during, lost.during);
});

Deno.test("GET /v1/learners/{id}/export holds every turn as it was sent", async () => {
  await using app = await createTestApp({ bank });
  await interviewOf(app, "ada");
  await interviewOf(app, "bob");
  const exported = await get(app, "/v1/learners/ada/export");
  assert.equal(exported.sessions.length, 1);
  const [{ turns, events, grades }] = exported.sessions;
  assert.deepEqual(turns.map(({ turn }: { turn: unknown }) => turn), [
    { type: "answer", answer: { kind: "multiple-choice", choices: ["a"] } },
    { type: "answer", answer: { kind: "free-text", text: "It has the light point in it." } },
  ]);
  assert.equal(grades.length, 2);
  assert.ok(events.length > 4);
  const appealed = { criterionId: "heavy", reason: "I did say it." };
  await app.request("POST", `/v1/grades/${grades[1].grade.id}/appeals`, appealed);
  const [{ appeals }] = (await get(app, "/v1/learners/ada/export")).sessions;
  assert.deepEqual(appeals.map(({ reason }: { reason: string }) => reason), ["I did say it."]);
  await app.queue.idle();
});

Deno.test("DELETE /v1/learners/{id} previews, erases everything of that learner alone, and gives a receipt", async () => {
  await using app = await createTestApp({ bank });
  const mine = await interviewOf(app, "ada lovelace");
  const other = await interviewOf(app, "bob");
  const path = "/v1/learners/ada%20lovelace";
  const preview = await (await app.request("DELETE", `${path}?dryRun=true`)).json();
  assert.deepEqual(preview.counts, { sessions: 1, turns: 2, grades: 2 });
  assert.equal(preview.id, null);
  assert.equal((await app.request("GET", `/v1/sessions/${mine}`)).status, 200);

  const receipt = await (await app.request("DELETE", path)).json();
  assert.deepEqual(receipt.counts, preview.counts);
  assert.equal(receipt.learnerHash, preview.learnerHash);
  assert.match(receipt.id, /^receipt_/);
  for (const table of ["sessions", "turns", "events", "grades", "jobs", "idempotency_keys", "receipts"]) {
    const rows = JSON.stringify(await app.sql(`SELECT * FROM ${table}`));
    assert.ok(!rows.includes(mine) && !rows.includes("lovelace"), table);
  }
  assert.equal((await app.request("GET", `/v1/sessions/${other}`)).status, 200);
  const again = await app.request("DELETE", path);
  assert.equal(again.status, 404);
  problemSchema.parse(await again.json());
});

Deno.test(
  "a key sees only the learners of its own interviews",
  { sanitizeOps: false, sanitizeResources: false },
  async () => {
    await using app = await createTestApp({ bank });
    const headersOf = async (name: string) => {
      const { key } = await app.services.keys.create({ name, scopes: ["sessions"] });
      return { Authorization: `Bearer ${key}` };
    };
    const [mine, other] = [await headersOf("mine"), await headersOf("other")];
    const start = (headers: Record<string, string>) =>
      app.request("POST", "/v1/sessions", { mode: "practice", learner: "ada" }, headers);
    const { id } = await (await start(mine)).json();
    assert.equal((await app.request("GET", "/v1/learners/ada/reviews", undefined, other)).status, 404);
    await start(other);
    const { key } = await app.services.keys.create({ name: "admin", scopes: ["admin"] });
    const admin = { Authorization: `Bearer ${key}` };
    const sessionsFor = async (headers: Record<string, string>) =>
      (await (await app.request("GET", "/v1/learners/ada/export", undefined, headers)).json()).sessions;
    assert.equal((await sessionsFor(admin)).length, 2);
    assert.deepEqual((await sessionsFor(mine)).map(({ session }: { session: { id: string } }) => session.id), [id]);
    const receipt = await (await app.request("DELETE", "/v1/learners/ada", undefined, other)).json();
    assert.equal(receipt.counts.sessions, 1);
    assert.equal((await app.request("GET", `/v1/sessions/${id}`, undefined, mine)).status, 200);
  },
);

Deno.test.each([["withinDays=-1"], ["withinDays=soon"], ["days=3"]])(
  "GET /v1/learners/{id}/reviews?%s answers 422",
  async (query) => {
    await using app = await createTestApp({ bank });
    const reply = await app.request("GET", `/v1/learners/ada/reviews?${query}`);
    assert.equal(reply.status, 422);
    problemSchema.parse(await reply.json());
  },
);
