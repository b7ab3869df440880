import assert from "node:assert/strict";
import type { Scope } from "../../access/mod.ts";
import type { RubricGrader } from "../../grader/mod.ts";
import { createApp } from "../../app.ts";
import { createPages } from "../../pages.ts";
import { createSpending } from "../../store/mod.ts";
import { buildWeb } from "../../tools/build_web.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

await buildWeb();
const bank = bankOf(multipleChoice(), freeText());
const base = "http://127.0.0.1";

type Form = Readonly<Record<string, string>>;

/** A browser at the pages; logged in where keys are on and `scopes` are given. */
async function browserAt(test: TestApp, scopes?: readonly Scope[]) {
  const app = createApp(test.services, createPages(test.services));
  const cookies = new Map<string, string>();
  const go = async (path: string, form?: Form, origin: string | null = base) => {
    const reply = await app.request(base + path, {
      method: form ? "POST" : "GET",
      headers: {
        Accept: "text/html",
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form && { "Content-Type": "application/x-www-form-urlencoded" }),
        ...(form && origin && { Origin: origin }),
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return { status: reply.status, to: reply.headers.get("Location"), text: await reply.text() };
  };
  if (scopes) {
    const { key } = await test.services.keys.create({ name: "staff", scopes });
    await go("/login", { key, to: "/" });
  }
  return go;
}

const pagesOf = {
  reviewer: ["/review", "/review/grade_none", "/author", "/author/questions/ft-one"],
  admin: ["/operate"],
};
const formsOf = {
  reviewer: ["/review/grade_none", "/review/grade_none/undo", "/author/questions/ft-one"],
  admin: [
    "/operate/keys",
    "/operate/keys/key_none/revoke",
    "/operate/webhooks/webhook_none/remove",
    "/operate/regrade",
  ],
};
const all = [...pagesOf.reviewer, ...pagesOf.admin];
const allForms = [...formsOf.reviewer, ...formsOf.admin];

Deno.test("the staff's pages and forms ask a stranger to log in", async () => {
  await using test = await createTestApp({ bank });
  await test.services.keys.create({ name: "some", scopes: ["admin"] });
  const go = await browserAt(test);
  for (const path of all) assert.equal((await go(path)).to, `/login?to=${encodeURIComponent(path)}`);
  for (const path of allForms) assert.match((await go(path, {})).to ?? "", /^\/login\?to=%2F(review|operate|author)$/);
});

Deno.test("to somebody without the scope, the staff's pages and forms do not exist, and no page links to them", async () => {
  await using test = await createTestApp({ bank });
  const go = await browserAt(test, ["sessions", "grade"]);
  const nowhere = (await go("/nowhere")).text.replaceAll(/nonce="\w+"/g, "");
  for (const path of all) {
    const { status, text } = await go(path);
    assert.deepEqual([status, text.replaceAll(/nonce="\w+"/g, "")], [404, nowhere], path);
  }
  for (const path of allForms) assert.equal((await go(path, {})).status, 404, path);
  assert.equal((await test.services.keys.list()).length, 1);
  assert.doesNotMatch((await go("/questions")).text, /href="\/(review|operate|author)"/);
});

Deno.test("a reviewer opens the queue and the rubrics, but not the operator's page", async () => {
  await using test = await createTestApp({ bank });
  const go = await browserAt(test, ["reviewer"]);
  const { status, text } = await go("/review");
  assert.equal(status, 200);
  assert.match(text, /href="\/author"/);
  assert.doesNotMatch(text, /href="\/operate"/);
  assert.equal((await go("/author/questions/ft-one")).status, 200);
  assert.equal((await go("/operate")).status, 404);
  for (const path of formsOf.admin) assert.equal((await go(path, {})).status, 404);
});

Deno.test.each([["https://example.org"], [null]])("no form of the staff is taken from %s", async (origin) => {
  await using test = await createTestApp({ bank });
  const go = await browserAt(test, ["admin"]);
  for (const path of allForms) {
    assert.equal((await go(path, { name: "new", scopes: "admin" }, origin)).status, 403, path);
  }
  assert.equal((await test.services.keys.list()).length, 1);
});

Deno.test("a reviewer's page tells nothing of whose answer it is", async () => {
  await using test = await createTestApp({ bank, grading: { rubric: decidingGrader({ heavy: "unsure" }) } });
  const session = await test.interview.start(
    { mode: "practice", questionIds: ["ft-one"], learner: "Ada" },
    "browser_ada",
  );
  await test.interview.takeTurn(session.id, {
    type: "answer",
    answer: { kind: "free-text", text: "This is my answer to the question about both points." },
  });
  await test.queue.idle();
  const { text, status } = await (await browserAt(test, ["reviewer"]))("/review");
  assert.equal(status, 200);
  assert.match(text, /This is my answer/);
  for (const secret of [session.id, "Ada", "browser_ada"]) assert.ok(!text.includes(secret), secret);
});

Deno.test("a decision carries who made it, and the reason that the learner is told", async () => {
  await using test = await createTestApp({ bank, grading: { rubric: decidingGrader({ heavy: "unsure" }) } });
  const { grade } = await test.interview.gradeAnswer({
    questionId: "ft-one",
    answer: { kind: "free-text", text: "This is my answer to the question about both points." },
    owner: null,
  }, { timeoutMs: 10_000 });
  const go = await browserAt(test, ["reviewer"]);
  const address = `/review/${grade!.id}`;
  const unfinished = await go(address, { "verdict:light": "met", reason: "Half." });
  assert.equal(unfinished.status, 422);
  assert.match(unfinished.text, /still depends on: 1\./);
  const invented = await go(address, { "verdict:heavy": "met", "quote:heavy": "never said", reason: "It is there." });
  assert.match(invented.text, /words given for point 1 are not in the answer/);
  const saved = await go(address, { "verdict:heavy": "met", "verdict:light": "leave", reason: "It is there." });
  assert.match(saved.to ?? "", /^\/review\?decided=/);
  const rows = await test.sql("SELECT raw FROM grades WHERE raw IS NOT NULL");
  assert.equal(JSON.parse(String(rows[0]?.raw)).by, "staff");
  assert.equal((await go(address, { "verdict:heavy": "not-met", reason: "No." })).status, 409);
});

Deno.test("the operator's page tells a model without a price from one that cost nothing to speak of", async () => {
  await using test = await createTestApp({ bank });
  const spending = createSpending(test.database, { now: () => new Date() });
  const used = { inputTokens: 1000, outputTokens: 200, reasoningTokens: 0 };
  const day = new Date().toISOString().slice(0, 10);
  await spending.add([`model:local:${day}`], { ...used, costUsd: 0 });
  await spending.add([`model:cheap:${day}`, `day:${day}`], { ...used, costUsd: 0.0021 });
  const { text } = await (await browserAt(test, ["admin"]))("/operate");
  const row = (model: string) => new RegExp(`${model}</th>(?:<td>[^<]*</td>){2}<td>([^<]*)</td>`).exec(text)?.[1];
  assert.deepEqual([row("local"), row("cheap")], ["no price set", "$0.0021"]);
});

Deno.test("the operator's page lists a webhook that was given up, removes it, and tells when it was gone already", async () => {
  await using test = await createTestApp({ bank });
  const { webhook } = await test.services.webhooks.add({
    url: "https://example.org/hook",
    events: ["grade.created"],
  }, null);
  await test.sql(`UPDATE webhooks SET disabled_at = '2027-01-31T10:00:00.000Z'`);
  const go = await browserAt(test, ["admin"]);
  assert.match((await go("/operate")).text, /given up 31 Jan 2027, 10:00 UTC/);
  const address = `/operate/webhooks/${webhook.id}/remove`;
  assert.equal((await go(address, {})).to, "/operate?done=removed");
  assert.equal((await go(address, {})).to, "/operate?done=gone");
  assert.doesNotMatch((await go("/operate")).text, /example\.org/);
});

Deno.test.each(
  [
    ["no name", { name: " ", scopes: "grade" }, /Give the key a name/],
    ["no scope", { name: "a" }, /Choose at least one/],
    ["an unknown scope", { name: "a", scopes: "root" }, /Choose at least one/],
    ["a day that is past", { name: "a", scopes: "grade", expires: "2020-01-01" }, /Choose a day after today/],
    ["no day at all", { name: "a", scopes: "grade", expires: "soon" }, /Choose a day after today/],
  ] as const,
)("a key with %s is not made", async (_, fields, said) => {
  await using test = await createTestApp({ bank });
  const go = await browserAt(test, ["admin"]);
  const reply = await go("/operate/keys", { ...fields });
  assert.equal(reply.status, 422);
  assert.match(reply.text, said);
  assert.equal((await test.services.keys.list()).length, 1);
});

Deno.test("regrading from the page moves grades only when it is applied", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using test = await createTestApp({ bank, grading: { rubric } });
  const { grade } = await test.interview.gradeAnswer({
    questionId: "ft-one",
    answer: { kind: "free-text", text: "This is my answer to the question about both points." },
    owner: null,
  }, { timeoutMs: 10_000 });
  rubric.decide({ light: "met", heavy: "met" });
  const go = await browserAt(test, ["admin"]);
  const shown = await go("/operate/regrade", { questionId: "ft-one" });
  assert.match(shown.text, /0\.25, partly right[^]*1\.00, right[^]*\+0\.75[^]*heavy was not-met and is met/);
  assert.equal((await test.interview.gradeHistory(grade!.id))?.history.length, 1);
  const applied = await go("/operate/regrade", { questionId: "ft-one", apply: "yes" });
  assert.match(applied.text, /1 grade looked at, 1 has moved/);
  assert.equal((await test.interview.gradeHistory(grade!.id))?.history.at(-1)?.score, 1);
  assert.equal((await go("/operate/regrade", { questionId: "none" })).status, 422);
  assert.equal((await go("/operate/regrade", { questionId: "mcq-one", grader: "offline" })).status, 422);
});

Deno.test("an answer that is tried out is graded and not stored", async () => {
  await using test = await createTestApp({ bank });
  const go = await browserAt(test, ["reviewer"]);
  const tried = await go("/author/questions/ft-one", { text: "light\r\nand more" });
  assert.match(tried.text, /0\.25, partly right/);
  assert.deepEqual(await test.sql("SELECT id FROM jobs"), []);
  assert.equal((await go("/author/questions/ft-one", { text: "x".repeat(8_001) })).status, 422);
  assert.equal((await go("/author/questions/mcq-one", { text: "b" })).status, 404);
});

Deno.test("the operator's page tells what waits and how far a batch is", async () => {
  const rubric: RubricGrader = {
    judge: (_question, _text, { signal } = {}) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  };
  await using test = await createTestApp({ bank, grading: { rubric } });
  const text = "This is my answer to the question about both points.";
  await test.interview.batches.take(
    (async function* () {
      yield { line: 1, questionId: "ft-one", answer: { kind: "free-text" as const, text } };
      yield { line: 2, questionId: "ft-one", answer: { kind: "free-text" as const, text: `${text} Twice.` } };
      yield { line: 3, fault: "it is no JSON" };
    })(),
    { owner: null, offlineOnly: false, idempotencyKey: null, bodyHash: () => "hash" },
  );
  const { text: shown } = await (await browserAt(test, ["admin"]))("/operate");
  assert.match(shown, /1 running, 1 waiting/);
  assert.match(shown, /<td>0 of 3<\/td><td>2<\/td><td>1<\/td>/);
});

Deno.test("an answer on which the grader fails can still be decided by a person", async () => {
  const rubric: RubricGrader = { judge: () => Promise.reject(new Error("the lamp is out")) };
  await using test = await createTestApp({ bank, grading: { rubric } });
  const { grade } = await test.interview.gradeAnswer({
    questionId: "ft-one",
    answer: { kind: "free-text", text: "This is my answer to the question about both points." },
    owner: null,
  }, { timeoutMs: 10_000 });
  const go = await browserAt(test, ["reviewer"]);
  assert.equal((await go("/review")).status, 200);
  const verdicts = { "verdict:light": "met", "verdict:heavy": "not-met", reason: "Half of it." };
  assert.match((await go(`/review/${grade!.id}`, verdicts)).to ?? "", /decided=/);
  assert.equal((await test.interview.gradeHistory(grade!.id))?.history.at(-1)?.score, 0.25);
});
