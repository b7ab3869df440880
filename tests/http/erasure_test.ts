import assert from "node:assert/strict";
import type { RubricGrader } from "../../grader/mod.ts";
import { answerHash, createReadingStore } from "../../store/model_store.ts";
import { createSlackStore } from "../../store/mod.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(freeText(), multipleChoice());

/** How often a word stands in the files of the database, in use or not. */
async function occurrences(app: TestApp, word: string): Promise<number> {
  let count = 0;
  for (const ending of ["", "-wal", "-journal"]) {
    const bytes = await Deno.readFile(app.databasePath + ending).catch(() => new Uint8Array());
    count += new TextDecoder("latin1").decode(bytes).split(word).length - 1;
  }
  return count;
}

/** An interview with answers, an appeal, a stored reply, a link and a message that waits. */
async function interviewOf(app: TestApp, learner: string, secret: string): Promise<string> {
  const started = await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"], learner });
  const { id } = await started.json();
  const text = `${secret} ${"and more of it ".repeat(300)} with the light point.`;
  const reply = await app.request(
    "POST",
    `/v1/sessions/${id}/turns`,
    { type: "answer", answer: { kind: "free-text", text } },
    { Prefer: "wait=30", "Idempotency-Key": secret },
  );
  const { transcript } = await reply.json();
  const { gradeId } = transcript.find(({ gradeId }: { gradeId?: string }) => gradeId);
  await app.request("POST", `/v1/grades/${gradeId}/appeals`, { criterionId: "heavy", reason: `I said ${secret}` });
  await app.request("POST", `/v1/sessions/${id}/turns`, { type: "say", text: `Is ${secret} meant?` });
  await app.request("POST", `/v1/sessions/${id}/turns`, { type: "end" });
  await app.queue.idle();
  return id;
}

Deno.test("what is erased is in the files of the database no more, in free space neither", async () => {
  await using app = await createTestApp({ bank });
  await app.request("POST", "/v1/webhooks", {
    url: "https://example.com/hook",
    events: ["grade.created", "session.finished"],
  });
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push(await interviewOf(app, n % 2 ? "ada-the-first" : "bob", `zebrafish-${n % 2}`));
  assert.ok(await occurrences(app, "zebrafish-1") > 0);
  assert.equal((await app.request("DELETE", "/v1/learners/ada-the-first")).status, 200);
  assert.equal(await occurrences(app, "zebrafish-1"), 0);
  assert.equal(await occurrences(app, "ada-the-first"), 0);
  assert.ok(await occurrences(app, "zebrafish-0") > 0, "what others wrote is there");
  for (const id of ids.filter((_, n) => n % 2 === 0)) {
    assert.equal((await app.request("DELETE", `/v1/sessions/${id}`)).status, 204);
  }
  assert.equal(await occurrences(app, "zebrafish"), 0);
});

Deno.test("an erased interview takes its Slack thread, what waits for it, and readings of answers without a grade away", async () => {
  const never: RubricGrader = {
    judge: (_question, _text, { signal } = {}) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  };
  await using app = await createTestApp({ bank, grading: { rubric: never } });
  const slack = createSlackStore(app.database);
  const readings = createReadingStore(app.database, { now: () => new Date() });
  const { id } = await (await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"] }))
    .json();
  const answer = { kind: "free-text", text: "A zebrafish with the light point." } as const;
  await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer });
  assert.ok(answerHash(answer));
  await readings.put({ key: "k", answer: answer.text, reading: "zebrafish" });
  const member = { teamId: "T1", userId: "U-zebrafish" };
  const thread = { channelId: "D1", threadTs: "1.1" };
  await slack.bind({ ...member, ...thread, sessionId: id, posted: 0, lastTs: null, lastFrom: 0 });
  const at = new Date().toISOString();
  await slack.addTask({ id: "a", work: { kind: "reply", ...member, ...thread, text: "zebrafish" } }, at);
  await slack.addTask({
    id: "b",
    work: { kind: "answer", ...member, sessionId: id, questionId: "ft-one", text: "zebrafish" },
  }, at);
  await slack.addTask({
    id: "c",
    work: { kind: "reply", ...member, channelId: "D1", threadTs: "2.2", text: "of another thread" },
  }, at);
  assert.equal((await app.request("DELETE", `/v1/sessions/${id}`)).status, 204);
  assert.deepEqual((await slack.openTasks()).map(({ id }) => id), ["c"]);
  assert.equal(await slack.binding(id), null);
  assert.deepEqual(await app.sql("SELECT * FROM readings"), []);
});
