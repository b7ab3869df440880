import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { Answer } from "../../grader/mod.ts";
import type { Session } from "../../interview/mod.ts";
import {
  type CodingQuestion,
  type FreeTextQuestion,
  loadBank,
  type MultipleChoiceQuestion,
} from "../../question-bank/mod.ts";
import { reportSchema, sessionSchema } from "../../routes/schemas.ts";
import { startServer } from "../support/server_process.ts";

// The product as it is started, with its own bank, graders and sandbox: one question of each kind, answered right and wrong.
const questions = {
  "multiple-choice": "mcq-cgan-definition",
  "free-text": "mode-collapse",
  "coding": "code-stable-bce",
} as const;

const bank = await loadBank();
const choice = bank.get(questions["multiple-choice"]) as MultipleChoiceQuestion;
const text = bank.get(questions["free-text"]) as FreeTextQuestion;
const code = bank.get(questions.coding) as CodingQuestion;

const coding = (source: string): Answer => ({ kind: "coding", language: "typescript", source });
const chosen = (correct: boolean): Answer => ({
  kind: "multiple-choice",
  choices: choice.options.filter((option) => option.correct === correct).slice(0, 1).map(({ id }) => id),
});
const right: readonly Answer[] = [chosen(true), { kind: "free-text", text: text.modelAnswer }, coding(code.reference)];
const wrong: readonly Answer[] = [
  chosen(false),
  { kind: "free-text", text: text.examples.find(({ level }) => level === "wrong")!.text },
  coding(code.wrong.find(({ name }) => name.includes("flipped"))!.source),
];

async function withServer(work: (url: string, databaseUrl: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "viva-whole-" });
  try {
    const databaseUrl = `file:${join(folder, "viva.db")}`;
    await using server = await startServer({ DATABASE_URL: databaseUrl });
    await work(server.url, databaseUrl);
    assert.equal(await server.stop(), 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function post(url: string, body: unknown): Promise<Session> {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "wait=30" },
    body: JSON.stringify(body),
  });
  const session = await reply.json();
  assert.ok(reply.ok, JSON.stringify(session));
  return sessionSchema.parse(session);
}

async function interview(url: string, answers: readonly Answer[]) {
  let session = await post(`${url}/v1/sessions`, { mode: "practice", questionIds: Object.values(questions) });
  const turns = `${url}/v1/sessions/${session.id}/turns`;
  for (const answer of answers) {
    session = await post(turns, { type: "answer", answer });
    if (session.transcript.at(-1)?.kind === "follow-up") session = await post(turns, { type: "skip" });
  }
  assert.equal(session.state, "finished");
  return reportSchema.parse(await (await fetch(`${url}/v1/sessions/${session.id}/report`)).json());
}

Deno.test("right answers of every kind are graded right, wrong ones wrong, by the product as it is started", () =>
  withServer(async (url) => {
    const ready = await (await fetch(`${url}/readyz`)).json();
    assert.notEqual(ready.sandbox.tier, "none", ready.sandbox.reason);
    assert.equal(ready.questions, bank.questions.length);

    const good = await interview(url, right);
    assert.deepEqual(good.items.map(({ grade }) => grade?.outcome), ["correct", "correct", "correct"]);
    assert.deepEqual(good.items.map(({ grade }) => grade?.grader.name), ["key", "offline", "sandbox"]);

    const bad = await interview(url, wrong);
    assert.deepEqual(bad.items.map(({ grade }) => grade?.outcome), ["incorrect", "incorrect", "incorrect"]);
    assert.ok(bad.items[2]?.grade?.criteria.some(({ verdict, message }) => verdict === "not-met" && message));
  }));

Deno.test("an endless and a memory-hungry snippet end as grades while another interview goes on", () =>
  withServer(async (url) => {
    const grade = async (source: string) => {
      const reply = await fetch(`${url}/v1/grade`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ questionId: code.id, answer: coding(source) }),
      });
      assert.equal(reply.status, 200);
      return await reply.json();
    };
    const endless = grade("export function binaryCrossEntropyWithLogits() { for (;;); }");
    const hungry = grade(
      "const kept: Float64Array[] = [];\nfor (;;) kept.push(new Float64Array(1e6).fill(1));\n" +
        "export function binaryCrossEntropyWithLogits() {}",
    );
    let over = false;
    const both = Promise.all([endless, hungry]).then((grades) => (over = true, grades));

    const meanwhile = await post(`${url}/v1/sessions`, { mode: "practice", questionIds: [choice.id] });
    const answered = await post(`${url}/v1/sessions/${meanwhile.id}/turns`, { type: "answer", answer: chosen(true) });
    assert.equal(answered.state, "finished");
    assert.equal(over, false, "expected the other interview not to have waited for the runs");

    const [first, second] = await both;
    assert.deepEqual([first.status, first.outcome, first.run.status], ["graded", "incorrect", "time-limit"]);
    assert.deepEqual([second.status, second.outcome, second.run.status], ["graded", "incorrect", "memory-limit"]);
  }));

Deno.test("SIGTERM lets a run end and answers who waits for it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-stop-" });
  try {
    await using server = await startServer({ DATABASE_URL: `file:${join(folder, "viva.db")}` });
    const session = await post(`${server.url}/v1/sessions`, { mode: "practice", questionIds: [code.id] });
    const events = await fetch(`${server.url}/v1/sessions/${session.id}/events`);
    const slow = "for (const end = Date.now() + 1500; Date.now() < end;);\n";
    const graded = fetch(`${server.url}/v1/grade`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ questionId: code.id, answer: coding(slow + code.reference) }),
    });
    const client = createClient({ url: `file:${join(folder, "viva.db")}` });
    while ((await client.execute("SELECT 1 FROM jobs")).rows.length === 0) {
      await new Promise((wake) => setTimeout(wake, 20));
    }
    client.close();
    const stopped = server.stop();
    const reply = await graded;
    assert.equal(reply.status, 200);
    assert.equal((await reply.json()).outcome, "correct");
    await events.text();
    assert.equal(await stopped, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a second server on the same database does not start, and the first goes on", () =>
  withServer(async (url, databaseUrl) => {
    await assert.rejects(startServer({ DATABASE_URL: databaseUrl }), /another server uses it/);
    assert.equal((await (await fetch(`${url}/readyz`)).json()).status, "ok");
  }));

Deno.test("a broken bank file stops the start with its file, its line and what was expected", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-bank-" });
  try {
    await Deno.mkdir(join(folder, "questions", "losses"), { recursive: true });
    await Deno.writeTextFile(
      join(folder, "questions", "losses", "broken.yaml"),
      "id: broken\nkind: free-text\ntopic: cooking\n",
    );
    await assert.rejects(
      startServer({ QUESTION_BANK: folder, DATABASE_URL: `file:${join(folder, "viva.db")}` }),
      ({ message }: Error) => {
        assert.match(message, /broken\.yaml:3:\d+: .*expected/);
        assert.match(message, /broken\.yaml:1:1: .*prompt/);
        return true;
      },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("wrong settings stop the start, and every one is named", async () => {
  await assert.rejects(
    startServer({ HOST: "not a host", LOG_LEVEL: "loud", DATABASE_URL: "nowhere" }),
    ({ message }: Error) => {
      for (const variable of ["HOST", "LOG_LEVEL", "DATABASE_URL"]) {
        assert.match(
          message,
          new RegExp(`^  ${variable}: `, "m"),
        );
      }
      return true;
    },
  );
});
