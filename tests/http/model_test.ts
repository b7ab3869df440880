import assert from "node:assert/strict";
import { type OpenAiGraderOptions, openaiRubricGrader, withFallback } from "../../grader/adapters/mod.ts";
import { type GradePorts, offlineRubricGrader } from "../../grader/mod.ts";
import type { Bank } from "../../question-bank/mod.ts";
import { gradeHistorySchema, gradeSchema, regradedSchema, sessionSchema } from "../../routes/schemas.ts";
import { createReadingStore, createSpending } from "../../store/mod.ts";
import { failing, refusing, scripted } from "../fake_llm/behaviours.ts";
import { type FakeLlm, startFakeLlm } from "../fake_llm/server.ts";
import { bankOf, freeText } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(freeText());
const text = "Each of the points is stated here, the heavy one and the light one.";
const answer = { questionId: "ft-one", answer: { kind: "free-text", text } };
const met = scripted([
  { id: "heavy", quote: "the heavy one", verdict: "met" },
  { id: "light", quote: "the light one", verdict: "met" },
]);

/** The graders as `main.ts` joins them, with what they keep in the database of the application. */
async function appWith(
  llm: FakeLlm,
  { folder, options = {} }: { readonly folder: string; readonly options?: Partial<OpenAiGraderOptions> },
): Promise<TestApp> {
  const grading = (database: TestApp["database"]): Partial<GradePorts> => {
    const offline = offlineRubricGrader(bank satisfies Bank);
    const model = openaiRubricGrader({
      apiKey: "fake",
      baseUrl: llm.baseUrl,
      model: "fake-1",
      attemptsMax: 1,
      cache: createReadingStore(database, { now: () => new Date() }),
      spending: createSpending(database, { now: () => new Date() }),
      ...options,
    });
    return { rubric: withFallback(model, offline), offline, model };
  };
  return await createTestApp({ bank, folder, grading });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "viva-model-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function graded(app: TestApp, headers: Record<string, string> = {}) {
  const reply = await app.request("POST", "/v1/grade", answer, headers);
  assert.equal(reply.status, 200);
  return gradeSchema.parse(await reply.json());
}

async function interviewed(app: TestApp, headers: Record<string, string> = {}) {
  const reply = await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"] }, headers);
  const { id } = sessionSchema.parse(await reply.json());
  await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer: answer.answer });
  await app.queue.idle();
  return { id, headers: reply.headers };
}

Deno.test("what a model has said of an answer is asked once, also after a new start, and is erased with the interview", async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(met);
    {
      await using app = await appWith(llm, { folder });
      assert.equal((await graded(app)).score, 1);
      assert.equal(llm.requests.length, 1 + secondSamples(llm));
    }
    const asked = llm.requests.length;
    await using app = await appWith(llm, { folder });
    const again = await graded(app);
    assert.equal(llm.requests.length, asked);
    assert.deepEqual([again.score, again.grader.model, again.usage?.outputTokens], [1, "fake-1", 0]);
    const { id } = await interviewed(app);
    assert.equal(llm.requests.length, asked);
    await app.request("DELETE", `/v1/sessions/${id}`);
    assert.deepEqual(await app.sql("SELECT * FROM readings"), []);
  });
});

const secondSamples = (llm: FakeLlm) => llm.requests.filter(({ temperature }) => temperature !== 0).length;

Deno.test.each([{ grader: "llm" }, {}])(
  "grading again with %j asks the model anew, also to see who would move",
  async (by) => {
    await inFolder(async (folder) => {
      await using llm = startFakeLlm(scripted([
        { id: "heavy", quote: "", verdict: "not-met" },
        { id: "light", quote: "", verdict: "not-met" },
      ]));
      await using app = await appWith(llm, { folder });
      assert.equal((await graded(app)).score, 0);
      llm.behave(met);
      for (const dryRun of [true, false]) {
        const asked = llm.requests.length;
        const reply = await app.request("POST", "/v1/regrades", { ...by, dryRun });
        const { moves } = regradedSchema.parse(await reply.json());
        assert.deepEqual(moves.map(({ from, to }) => [from.score, to.score]), [[0, 1]]);
        assert.ok(llm.requests.length > asked);
      }
      const asked = llm.requests.length;
      assert.equal((await graded(app)).score, 1, "what it said last is recalled");
      assert.equal(llm.requests.length, asked);
    });
  },
);

Deno.test("spending is kept over a new start, and beyond a session's cap the offline grader stands in for good", async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(met);
    const options = { caps: { session: { tokens: 20_000 } }, prices: { input: 1, output: 10 } };
    let id: string;
    {
      await using app = await appWith(llm, { folder, options });
      ({ id } = await interviewed(app));
      const spent = await app.sql(
        `SELECT input_tokens, output_tokens, cost_usd FROM spending WHERE account = 'session:${id}'`,
      );
      const calls = llm.requests.length;
      assert.deepEqual(spent, [{ input_tokens: 1000 * calls, output_tokens: 200 * calls, cost_usd: 0.003 * calls }]);
      assert.equal((await app.sql("SELECT * FROM spending WHERE account LIKE 'day:%'")).length, 1);
      await app.sql(`UPDATE spending SET input_tokens = 19000 WHERE account = 'session:${id}'`);
    }
    const asked = llm.requests.length;
    await using app = await appWith(llm, { folder, options });
    const other = { kind: "free-text", text: `${text} And one thing more, after the cap.` };
    const second = await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"] });
    const fresh = sessionSchema.parse(await second.json());
    await app.sql(
      `INSERT INTO spending SELECT 'session:${fresh.id}', 19000, 0, 0, 0, updated_at FROM spending LIMIT 1`,
    );
    await app.request("POST", `/v1/sessions/${fresh.id}/turns`, { type: "answer", answer: other });
    await app.queue.idle();
    assert.equal(llm.requests.length, asked);
    const [row] = await app.sql(`SELECT grade, stand_in FROM grades WHERE session_id = '${fresh.id}'`);
    assert.equal(row!.stand_in, "budget");
    assert.match(JSON.parse(row!.grade as string).feedback, /budget for the language model is spent/);
    assert.equal(await app.interview.remake(), 0);
  });
});

Deno.test("an answer that came while the model was out is graded offline, says so, and is graded again when it is back", async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(failing(503));
    await using app = await appWith(llm, { folder });
    const first = await graded(app);
    assert.equal(first.grader.name, "offline");
    assert.match(first.feedback, /graded again when the model is back/);
    assert.equal(await app.interview.remake(), 0);
    llm.behave(met);
    assert.equal(await app.interview.remake(), 1);
    const { history } = gradeHistorySchema.parse(await (await app.request("GET", `/v1/grades/${first.id}`)).json());
    assert.deepEqual(history.map(({ grader }) => grader.name), ["offline", "llm"]);
    assert.deepEqual([history[1]!.score, history[1]!.supersedes], [1, first.id]);
  });
});

Deno.test("an answer that the model refuses keeps no other from being graded again when it is back", async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(failing(503));
    await using app = await appWith(llm, { folder });
    const refused = await app.request("POST", "/v1/grade", {
      ...answer,
      answer: { kind: "free-text", text: `FORBIDDEN. ${text}` },
    });
    await refused.body?.cancel();
    const second = await graded(app);
    llm.behave(refusing("FORBIDDEN", { message: "filtered", code: "content_filter" }, met));
    assert.equal(await app.interview.remake(), 1);
    const { history } = gradeHistorySchema.parse(await (await app.request("GET", `/v1/grades/${second.id}`)).json());
    assert.deepEqual(history.map(({ grader }) => grader.name), ["offline", "llm"]);
  });
});

Deno.test("with Prefer: grading=offline nothing of an answer or an interview is sent to the model", async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(met);
    await using app = await appWith(llm, { folder });
    const wish = { Prefer: "grading=offline" };
    const alone = await app.request("POST", "/v1/grade", answer, wish);
    assert.equal(alone.headers.get("Preference-Applied"), "grading=offline");
    const grade = gradeSchema.parse(await alone.json());
    const { headers, id } = await interviewed(app, wish);
    assert.equal(headers.get("Preference-Applied"), "grading=offline");
    await app.request("POST", `/v1/grades/${grade.id}/appeals`, { criterionId: "heavy", reason: "Please look." });
    await app.queue.idle();
    const moves = await app.request("POST", "/v1/regrades", { grader: "llm", dryRun: false });
    assert.equal(moves.status, 200);
    await moves.body?.cancel();
    assert.deepEqual(llm.requests, []);
    const { transcript } = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
    assert.ok(transcript.some(({ kind }) => kind === "feedback"));
    assert.equal((await graded(app)).grader.name, "llm");
  });
});

// The limiter of requests counts a window with a timer of a minute, which keeps no process but outlives a test.
const unwatched = { sanitizeOps: false, sanitizeResources: false };

Deno.test("what a key's answers and interviews cost is counted for the key's day", unwatched, async () => {
  await inFolder(async (folder) => {
    await using llm = startFakeLlm(met);
    await using app = await appWith(llm, { folder, options: { today: () => "2026-01-31" } });
    const { apiKey, key } = await app.services.keys.create({ name: "mine", scopes: ["grade", "sessions"] });
    const headers = { Authorization: `Bearer ${key}` };
    await graded(app, headers);
    const reply = await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"] }, headers);
    const { id } = sessionSchema.parse(await reply.json());
    const other = { kind: "free-text", text: `${text} And one thing more.` };
    await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer: other }, headers);
    await app.queue.idle();
    const accounts = await app.sql("SELECT account, output_tokens FROM spending ORDER BY account");
    const [ofDay, ofKey, ofModel, ofSession] = accounts;
    assert.deepEqual(accounts.map(({ account }) => account), [
      "day:2026-01-31",
      `key:${apiKey.id}:2026-01-31`,
      "model:fake-1:2026-01-31",
      `session:${id}`,
    ]);
    assert.equal(ofKey!.output_tokens, ofDay!.output_tokens);
    assert.equal(ofModel!.output_tokens, ofDay!.output_tokens);
    assert.ok((ofSession!.output_tokens as number) < (ofKey!.output_tokens as number));
    assert.doesNotMatch(JSON.stringify(llm.requests), new RegExp(`${apiKey.id}|${id}`));
  });
});
