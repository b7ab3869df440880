import assert from "node:assert/strict";
import { problemSchema, questionPageSchema, questionSchema } from "../../routes/schemas.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const bank = bankOf(
  multipleChoice(),
  freeText(),
  freeText({ id: "ft-two", title: "Mode collapse", difficulty: "hard" }),
  freeText({ id: "ft-three", topic: "autoencoders" }),
);

Deno.test.each([
  ["", ["mcq-one", "ft-one", "ft-two", "ft-three"]],
  ["?kind=multiple-choice", ["mcq-one"]],
  ["?topic=training&difficulty=hard", ["ft-two"]],
  ["?q=COLLAPSE%20mode", ["ft-two"]],
  ["?q=nothing-like-it", []],
])("GET /v1/questions%s lists what fits", async (query, expected) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", `/v1/questions${query}`);
  assert.equal(reply.status, 200);
  const page = questionPageSchema.parse(await reply.json());
  assert.deepEqual(page.items.map(({ id }) => id), expected);
});

Deno.test("GET /v1/questions pages through all questions once", async () => {
  await using app = await createTestApp({ bank });
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const at: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = questionPageSchema.parse(await (await app.request("GET", `/v1/questions?limit=2${at}`)).json());
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, bank.questions.map(({ id }) => id));
});

Deno.test.each([
  ["/topic", "?topic=cooking"],
  ["/limit", "?limit=1000"],
  ["/limit", "?limit=two"],
  ["/cursor", "?cursor=nowhere"],
  ["/colour", "?colour=red"],
])("GET /v1/questions answers 422 with the pointer %s", async (pointer, query) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", `/v1/questions${query}`);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map(({ pointer }) => pointer), [pointer]);
});

Deno.test("GET /v1/questions/{id} has an ETag and answers 304 to it", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", "/v1/questions/ft-two");
  assert.equal(questionSchema.parse(await reply.json()).title, "Mode collapse");
  const etag = reply.headers.get("ETag")!;
  const again = await app.request("GET", "/v1/questions/ft-two", undefined, { "If-None-Match": etag });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), "");
});

Deno.test("no reply about questions gives a key, a rubric or a model answer away", async () => {
  await using app = await createTestApp({ bank });
  const text = await (await app.request("GET", "/v1/questions")).text();
  for (
    const secret of ["correct", "It is not.", "The heavy point", "What about the heavy one?", "Think of the first"]
  ) {
    assert.ok(!text.includes(secret), `expected no "${secret}"`);
  }
});

Deno.test("an unknown question answers 404 as a problem", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", "/v1/questions/nothing");
  assert.equal(reply.status, 404);
  problemSchema.parse(await reply.json());
});
