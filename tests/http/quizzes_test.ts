import assert from "node:assert/strict";
import { problemSchema, sessionSchema } from "../../routes/schemas.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const bank = bankOf(
  multipleChoice(),
  multipleChoice({ id: "mcq-two", topic: "losses" }),
  freeText(),
  freeText({ id: "ft-two", topic: "losses" }),
);

Deno.test("a quiz of named questions is taken in their order by everybody", async () => {
  await using app = await createTestApp({ bank });
  const questionIds = ["ft-two", "mcq-one", "mcq-two"];
  const made = await app.request("POST", "/v1/quizzes", { title: "Week 1", questionIds });
  assert.equal(made.status, 201);
  const quiz = await made.json();
  assert.deepEqual(quiz.questionIds, questionIds);
  assert.deepEqual(await (await app.request("GET", made.headers.get("Location")!)).json(), quiz);
  for (let person = 0; person < 2; person++) {
    const reply = await app.request("POST", "/v1/sessions", { mode: "mock", quizId: quiz.id });
    assert.equal(reply.status, 201);
    const session = sessionSchema.parse(await reply.json());
    assert.equal(session.question?.id, "ft-two");
    assert.equal(session.length, 3);
    const asked: string[] = [session.question.id];
    while (asked.length < 3) {
      await app.request("POST", `/v1/sessions/${session.id}/turns`, { type: "skip" });
      asked.push((await (await app.request("GET", `/v1/sessions/${session.id}`)).json()).question.id);
    }
    assert.deepEqual(asked, questionIds);
  }
});

Deno.test("a quiz of topics is chosen by its seed, from these topics", async () => {
  await using app = await createTestApp({ bank });
  const make = async (seed: number) =>
    await (await app.request("POST", "/v1/quizzes", { title: "Losses", topics: ["losses"], length: 2, seed })).json();
  const [first, second] = [await make(7), await make(7)];
  assert.deepEqual(first.questionIds.toSorted(), ["ft-two", "mcq-two"]);
  assert.deepEqual(second.questionIds, first.questionIds);
  assert.notEqual(second.id, first.id);
});

Deno.test.each([
  ["an unknown question", { title: "A", questionIds: ["mcq-one", "none"] }, ["/questionIds/1"]],
  ["a question twice", { title: "A", questionIds: ["mcq-one", "mcq-one"] }, ["/questionIds"]],
  ["questions and topics", { title: "A", questionIds: ["mcq-one"], topics: ["losses"] }, ["/topics"]],
  ["questions and another length", { title: "A", questionIds: ["mcq-one"], length: 2 }, ["/length"]],
  ["more questions than there are", { title: "A", topics: ["losses"], length: 3 }, ["/length"]],
  ["no title", { length: 1 }, ["/title"]],
  ["an empty title", { title: "  ", length: 1 }, ["/title"]],
  ["an unknown field", { title: "A", length: 1, public: true }, ["/public"]],
])("POST /v1/quizzes with %s answers 422 and stores nothing", async (_, body, pointers) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/quizzes", body);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map(({ pointer }) => pointer), pointers);
  assert.deepEqual(await app.sql("SELECT id FROM quizzes"), []);
});

Deno.test.each([
  ["an unknown quiz", { mode: "mock", quizId: "none" }, ["/quizId"]],
  ["a quiz and topics", { mode: "mock", quizId: "none", topics: ["losses"], length: 2 }, ["/topics", "/length"]],
])("POST /v1/sessions with %s answers 422", async (_, body, pointers) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/sessions", body);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map(({ pointer }) => pointer), pointers);
});

Deno.test("a quiz of another key does not exist", { sanitizeOps: false, sanitizeResources: false }, async () => {
  await using app = await createTestApp({ bank });
  const headersOf = async () => ({
    Authorization: `Bearer ${(await app.services.keys.create({ name: "a", scopes: ["sessions"] })).key}`,
  });
  const [mine, other] = [await headersOf(), await headersOf()];
  const { id } = await (await app.request("POST", "/v1/quizzes", { title: "Mine", length: 1 }, mine)).json();
  assert.equal((await app.request("GET", `/v1/quizzes/${id}`, undefined, mine)).status, 200);
  assert.equal((await app.request("GET", `/v1/quizzes/${id}`, undefined, other)).status, 404);
  assert.equal((await app.request("POST", "/v1/sessions", { mode: "mock", quizId: id }, other)).status, 422);
});
